import { randomUUID } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { createRemoteJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import type { Head, LinkageAnswer, LinkageLine } from '../../api/contract/holder.ts'

/** What a holder is told when it is registered. */
export type HolderConfig = { issuer: string; client_id: string; key: JWK; database: string }

/** Answer of a poll (RFC 8936 §2.3), with the head of the feed. */
export type Polled = { sets: Record<string, string>; moreAvailable: boolean; 'urn:erabu:head': Head }

/** One verified change of the feed. */
export type Change = {
  jti: string
  seq: number
  token: string
  kind: 'revoke' | 'create'
  replaces: string | null
  purpose: string
  status_list: { uri: string; idx: number }
  /** Seconds since the epoch: when the change was published. */
  tick: number
}

/** Bits of a list (1 = do not use), until when they may be used (ms), and the feed's `seq` that they know of. */
export type StatusList = { bits: Uint8Array; until: number; seq: number }

const CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'
const LONG_POLL_MS = 40_000

/** The client of one database: token, linkages, stream, poll, applied. Every failure of HTTP is thrown. */
export function createHolderClient({ issuer, client_id, key, database }: HolderConfig) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks.json`))
  let access = { token: '', until: 0 }

  async function accessToken(): Promise<string> {
    if (access.until > Date.now()) return access.token
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', ...(key.kid ? { kid: key.kid } : {}) })
      .setIssuer(client_id)
      .setSubject(client_id)
      .setAudience(issuer)
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(await importJWK(key, 'ES256'))
    const response = await fetch(`${issuer}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    })
    if (!response.ok) throw new Error(`token endpoint answered ${response.status}`)
    const { access_token, expires_in } = (await response.json()) as {
      access_token: string
      expires_in: number
    }
    access = { token: access_token, until: Date.now() + (expires_in - 60) * 1000 }
    return access_token
  }

  async function call(
    method: string,
    path: string,
    body?: { type: string; text: string },
    gone?: AbortSignal,
  ): Promise<Response> {
    const response = await fetch(`${issuer}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await accessToken()}`,
        ...(body ? { 'content-type': body.type } : {}),
      },
      ...(body ? { body: body.text } : {}),
      signal: AbortSignal.any([AbortSignal.timeout(LONG_POLL_MS), ...(gone ? [gone] : [])]),
    })
    if (response.status === 401) access = { token: '', until: 0 }
    return response
  }

  async function json<T>(method: string, path: string, value?: unknown, gone?: AbortSignal): Promise<T> {
    const body = value === undefined ? undefined : { type: 'application/json', text: JSON.stringify(value) }
    const response = await call(method, path, body, gone)
    if (!response.ok) throw new Error(`${method} ${path.split('?')[0]} answered ${response.status}`)
    return (await response.json()) as T
  }

  return {
    /** One answer per line, in order. */
    async register(purpose: string, lines: LinkageLine[]): Promise<LinkageAnswer[]> {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      const path = `/linkages?${new URLSearchParams({ database, purpose })}`
      const response = await call('POST', path, { type: 'application/x-ndjson', text })
      if (!response.ok) throw new Error(`POST /linkages answered ${response.status}`)
      const answers = (await response.text()).trim().split('\n')
      return answers.map((answer) => JSON.parse(answer) as LinkageAnswer)
    },

    /** Id of the stream of this database, made when there is none. */
    async openStream(): Promise<string> {
      type Stream = { stream_id: string; aud: string }
      const existing = (await json<Stream[]>('GET', '/ssf/streams')).find(({ aud }) => aud === database)
      return (existing ?? (await json<Stream>('POST', '/ssf/streams', { aud: database }))).stream_id
    },

    poll: (
      stream: string,
      body: { ack?: string[]; maxEvents?: number; returnImmediately?: boolean; setErrs?: object },
      gone?: AbortSignal,
    ) => json<Polled>('POST', `/ssf/streams/${stream}/poll`, body, gone),

    applied: (stream: string, head: { through_seq: number; revoked_count: number; revoked_digest: string }) =>
      json<{ match: boolean }>('POST', `/ssf/streams/${stream}/applied`, head),

    /** @returns the change, or null for an event that carries none (verification). @throws when it does not verify. */
    async verify(jti: string, set: string): Promise<Change | null> {
      const { payload } = await jwtVerify(set, keys, {
        algorithms: ['ES256'],
        typ: 'secevent+jwt',
        issuer,
        audience: database,
      })
      if (payload.jti !== jti) throw new Error('jti differs')
      const events = payload.events as Record<string, Record<string, unknown>>
      const event = events[CHANGE]
      if (!event) return null
      const linkage = event['urn:erabu:linkage'] as Pick<Change, 'seq' | 'purpose' | 'status_list'> & {
        replaces?: string
      }
      return {
        jti,
        seq: linkage.seq,
        token: (payload.sub_id as { id: string }).id,
        kind: event.change_type as Change['kind'],
        replaces: linkage.replaces ?? null,
        purpose: linkage.purpose,
        status_list: linkage.status_list,
        tick: event.event_timestamp as number,
      }
    },

    /** A status list, verified and unpacked. */
    async list(uri: string): Promise<StatusList> {
      const response = await fetch(uri)
      if (!response.ok) throw new Error(`status list answered ${response.status}`)
      const { payload } = await jwtVerify(await response.text(), keys, {
        algorithms: ['ES256'],
        typ: 'statuslist+jwt',
        subject: uri,
        requiredClaims: ['exp'],
      })
      const { lst } = payload.status_list as { lst: string }
      return {
        bits: inflateSync(Buffer.from(lst, 'base64url')),
        until: (payload.exp ?? 0) * 1000,
        seq: (payload['urn:erabu:head'] as Head).seq,
      }
    },
  }
}

export type HolderClient = ReturnType<typeof createHolderClient>
