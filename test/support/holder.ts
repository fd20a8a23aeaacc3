import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { Purpose } from '../../api/contract/catalogue.ts'
import { HEAD_CLAIM, type Head, type LinkageAnswer, SCOPES } from '../../api/contract/holder.ts'
import type { Numbers } from './people.ts'
import { orRefused } from './problem.ts'

/** A registered client with its private key. */
export type HolderKey = {
  clientId: string
  kid: string
  privateKey: CryptoKey
  privateJwk: JWK
  publicJwk: JWK
  databases: string[]
}

export async function makeHolderKey(clientId: string, databases: string[]): Promise<HolderKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = `${clientId}-key`
  return {
    clientId,
    kid,
    privateKey,
    privateJwk: await exportJWK(privateKey),
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' },
    databases,
  }
}

/** One entry of the file that ERABU_HOLDERS names. */
export const holderEntry = ({ clientId, publicJwk, databases }: HolderKey) => ({
  client_id: clientId,
  name: `Holder ${clientId}`,
  jwks: { keys: [publicJwk] },
  databases,
})

export type Coverage = {
  insurer_number: string
  symbol: string | null
  number: string
  branch: string | null
}
export type PollAnswer = { sets: Record<string, string>; moreAvailable?: boolean; [HEAD_CLAIM]?: Head }
export type Assertion = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  key?: CryptoKey
}

export type Holder = ReturnType<typeof createHolder>

/** A holder's system for one database: outbound HTTPS only. @param now the clock of the assertions. */
export function createHolder({
  origin,
  resolverUrl,
  key,
  database,
  now,
}: {
  origin: string
  resolverUrl: string
  key: HolderKey
  database: string
  now: () => Date
}) {
  let accessToken: string | null = null

  /** A client assertion (RFC 7523). Members of `wrong` replace the right ones; undefined omits them. */
  async function assertion(wrong: Assertion = {}): Promise<string> {
    const iat = Math.floor(now().getTime() / 1000)
    const claims = {
      iss: key.clientId,
      sub: key.clientId,
      aud: origin,
      jti: randomUUID(),
      iat,
      exp: iat + 60,
    }
    return new SignJWT({ ...claims, ...wrong.claims })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, ...wrong.header })
      .sign(wrong.key ?? key.privateKey)
  }

  const requestToken = async (form: Record<string, string>) =>
    fetch(new URL('/oauth/token', origin), { method: 'POST', body: new URLSearchParams(form) })

  async function token(scope: string = SCOPES.join(' '), wrong?: Assertion): Promise<Response> {
    return requestToken({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(wrong),
    })
  }

  async function authorized(): Promise<string> {
    accessToken ??= (await orRefused<{ access_token: string }>('POST /oauth/token', await token()))
      .access_token
    return `Bearer ${accessToken}`
  }

  /** Any call with the access token; `json` and `ndjson` set the content type. */
  async function send(
    method: string,
    path: string,
    {
      json,
      ndjson,
      headers = {},
    }: { json?: unknown; ndjson?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const body = json === undefined ? ndjson : JSON.stringify(json)
    const type = json === undefined ? 'application/x-ndjson' : 'application/json'
    return fetch(new URL(path, origin), {
      method,
      headers: {
        authorization: await authorized(),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
  }

  /** Asks the resolver to seal people for this database. */
  async function seal(coverages: Numbers[]): Promise<string[]> {
    const basic = Buffer.from(`${key.clientId}:demo-holder-secret`).toString('base64')
    const response = await fetch(`${resolverUrl}/sealed-subjects?database=${database}`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: JSON.stringify({ coverages }),
    })
    type Sealed = { subjects: ({ subject: string } | { error: string })[] }
    const { subjects } = await orRefused<Sealed>('POST /sealed-subjects', response)
    return subjects.map((one) => {
      if ('error' in one) throw new Error(`the resolver does not seal: ${one.error}`)
      return one.subject
    })
  }

  const postLinkages = async (purpose: string, ndjson: string, of = database) =>
    send('POST', `/linkages?database=${of}&purpose=${purpose}`, { ndjson })

  async function streamId(): Promise<string> {
    const response = await send('GET', '/ssf/streams')
    const streams = await orRefused<{ stream_id: string; aud: string }[]>('GET /ssf/streams', response)
    const own = streams.find(({ aud }) => aud === database)
    if (own) return own.stream_id
    const created = await send('POST', '/ssf/streams', {
      json: { aud: database, delivery: { method: 'urn:ietf:rfc:8936' } },
    })
    return (await orRefused<{ stream_id: string }>('POST /ssf/streams', created)).stream_id
  }

  return {
    database,
    key,
    assertion,
    requestToken,
    token,
    send,
    seal,
    postLinkages,
    streamId,
    /** Forgets the access token, so that the next call asks for a new one. */
    forgetToken: () => {
      accessToken = null
    },

    /** Registers linkages of people, in the order given. */
    async link(purpose: Purpose, coverages: Numbers[], notifiedOn?: string): Promise<LinkageAnswer[]> {
      const sealed = await seal(coverages)
      const lines = sealed.map((subject) =>
        JSON.stringify({ subject, ...(notifiedOn ? { notified_on: notifiedOn } : {}) }),
      )
      const response = await postLinkages(purpose, `${lines.join('\n')}\n`)
      if (!response.ok) throw new Error(`POST /linkages: ${response.status} ${await response.text()}`)
      return ndjson<LinkageAnswer>(await response.text())
    },

    async poll(body: Record<string, unknown> = { returnImmediately: true }): Promise<PollAnswer> {
      const path = `/ssf/streams/${await streamId()}/poll`
      return orRefused('poll', await send('POST', path, { json: body }))
    },

    async applied(body: Record<string, unknown>): Promise<Head & { match: boolean }> {
      const path = `/ssf/streams/${await streamId()}/applied`
      return orRefused('applied', await send('POST', path, { json: body }))
    },
  }
}

/** Lines of JSON ▶ values. */
export const ndjson = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
