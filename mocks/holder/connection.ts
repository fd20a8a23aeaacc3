import { randomUUID } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'

/** The identity of a holder, with its private key (ES256). */
export type Client = { issuer: string; client_id: string; key: JWK | CryptoKey; kid: string }

const TIMEOUT_MS = 40_000
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Calls the api with an access token.
 * @returns `send(method, path, body?, gone?)`: an object is sent as JSON, a text as NDJSON; `gone` aborts the call.
 */
export function createConnection(
  { issuer, client_id, key, kid }: Client,
  { fetch, now }: { fetch: typeof globalThis.fetch; now: () => number },
) {
  let access = { token: '', until: 0 }

  /** private_key_jwt (RFC 7523). The token is kept until a minute before its end. */
  async function accessToken(): Promise<string> {
    if (access.until > now()) return access.token
    const iat = Math.floor(now() / 1000)
    const claims = { iss: client_id, sub: client_id, aud: issuer, jti: randomUUID(), iat, exp: iat + 120 }
    const client_assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(key)
    const grant = { grant_type: 'client_credentials', client_assertion_type: ASSERTION, client_assertion }
    const body = new URLSearchParams(grant)
    const response = await fetch(`${issuer}/oauth/token`, { method: 'POST', body })
    if (!response.ok) throw new Error(`token endpoint answered ${response.status}`)
    type Granted = { access_token: string; expires_in: number }
    const { access_token, expires_in } = (await response.json()) as Granted
    access = { token: access_token, until: now() + (expires_in - 60) * 1000 }
    return access_token
  }

  return async (
    method: string,
    path: string,
    body?: object | string,
    gone?: AbortSignal,
  ): Promise<Response> => {
    const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json'
    const response = await fetch(`${issuer}${path}`, {
      method,
      headers: { authorization: `Bearer ${await accessToken()}`, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(gone ? [gone] : [])]),
    })
    if (response.status === 401) access = { token: '', until: 0 }
    return response
  }
}
