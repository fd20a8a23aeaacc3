import * as oauth from 'oauth4webapi'

/** What an organisation has after its registration: of ours only an address. */
export type Registered = { clientId: string; kid: string; privateKey: CryptoKey }
export type Modify = (claims: Record<string, unknown>, header: Record<string, unknown>) => void
type Body = { json?: unknown; ndjson?: unknown[] }

const LOOPBACK = { [oauth.allowInsecureRequests]: true }

/** The authorization server as its metadata describes it (RFC 8414). */
export async function discover(origin: string): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(origin)
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOOPBACK })
  return oauth.processDiscoveryResponse(issuer, response)
}

/**
 * An access token by client credentials with private_key_jwt.
 * @param modify changes the claims or the header of the assertion before it is signed. @param scope without it: all
 *   scopes.
 * @throws oauth.ResponseBodyError with the server's `error`.
 */
export async function requestToken(
  origin: string,
  { clientId, kid, privateKey }: Registered,
  modify?: Modify,
  scope?: string,
): Promise<string> {
  const server = await discover(origin)
  const client = { client_id: clientId }
  const assertion = oauth.PrivateKeyJwt(
    { key: privateKey, kid },
    modify ? { [oauth.modifyAssertion]: (header, payload) => modify(payload, header) } : {},
  )
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    assertion,
    scope ? { scope } : {},
    LOOPBACK,
  )
  return (await oauth.processClientCredentialsResponse(server, client, response)).access_token
}

export type Outsider = Awaited<ReturnType<typeof createOutsider>>

/**
 * A holder's system that knows only the written interface and independent libraries, and shares no code with the
 * service.
 * @param modify as for `requestToken`: for example a clock that is ahead.
 */
export async function createOutsider(
  origin: string,
  registered: Registered,
  database: string,
  modify?: Modify,
) {
  const token = await requestToken(origin, registered, modify)

  const send = (method: string, path: string, { json, ndjson }: Body = {}): Promise<Response> =>
    fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(json ? { 'content-type': 'application/json' } : {}),
        ...(ndjson ? { 'content-type': 'application/x-ndjson' } : {}),
      },
      ...(json ? { body: JSON.stringify(json) } : {}),
      ...(ndjson ? { body: ndjson.map((line) => `${JSON.stringify(line)}\n`).join('') } : {}),
    })

  /** @param lines are sent as they are. @returns one answer per line. */
  async function registerLines<T = Partial<Linked> & { error?: string }>(
    lines: unknown[],
    purpose = 'research',
  ): Promise<T[]> {
    const response = await send('POST', `/linkages?database=${database}&purpose=${purpose}`, {
      ndjson: lines,
    })
    return (await response.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T)
  }

  return {
    token,
    send,
    registerLines,

    /** @param uri of a status list. */
    load: (uri: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(uri, { headers: { authorization: `Bearer ${token}`, ...headers } }),

    /** @param subjects sealed subjects. @returns one answer per subject, in order. */
    register: (purpose: string, subjects: string[]) =>
      registerLines<Linked>(
        subjects.map((subject) => ({ subject })),
        purpose,
      ),

    async openStream(): Promise<string> {
      const json = { aud: database, delivery: { method: 'urn:ietf:rfc:8936' } }
      const response = await send('POST', '/ssf/streams', { json })
      return ((await response.json()) as { stream_id: string }).stream_id
    },

    /** Asks for what is there and does not wait, unless `body` says otherwise. */
    async poll(stream: string, body: object = {}): Promise<Polled> {
      const json = { returnImmediately: true, ...body }
      return (await send('POST', `/ssf/streams/${stream}/poll`, { json })).json() as Promise<Polled>
    },

    async applied(stream: string, json: object): Promise<Record<string, unknown>> {
      const response = await send('POST', `/ssf/streams/${stream}/applied`, { json })
      return (await response.json()) as Record<string, unknown>
    },
  }
}

export type Linked = {
  token: string
  status_list: { uri: string; idx: number }
  state: string
  usable_from: string | null
}
export type Polled = {
  sets: Record<string, string>
  moreAvailable?: boolean
  'urn:erabu:head': { seq: number; revoked_count: number; revoked_digest: string }
  'urn:erabu:status'?: string
}
