import { createHash } from 'node:crypto'
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose'

const CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'

/** Verifies a SET against the published keys, as RFC 8417 and the interface require. */
export const verifySet = (origin: string, database: string, set: string): Promise<JWTVerifyResult> =>
  jwtVerify(set, createRemoteJWKSet(new URL('/jwks.json', origin)), {
    algorithms: ['ES256'],
    typ: 'secevent+jwt',
    issuer: origin,
    audience: database,
  })

type Event = {
  change_type: 'revoke' | 'create'
  event_timestamp: number
  'urn:erabu:linkage': { seq: number; replaces?: string; status_list: { uri: string; idx: number } }
}

/** The change in a verified SET. */
export function changeOf(payload: JWTPayload) {
  const event = (payload.events as Record<string, Event>)[CHANGE]
  if (!event) throw new Error('the SET carries no credential-change')
  return { token: (payload.sub_id as { id: string }).id, ...event, ...event['urn:erabu:linkage'] }
}

/** All changes of a poll, verified, by `seq`. */
export async function changesOf(origin: string, database: string, sets: Record<string, string>) {
  const verified = await Promise.all(Object.values(sets).map((set) => verifySet(origin, database, set)))
  return verified.map(({ payload }) => changeOf(payload)).sort((a, b) => a.seq - b.seq)
}

/** `revoked_digest`, reimplemented from the interface: sum of SHA-256(token) mod 2^256, base64url. */
export function digestOf(tokens: Iterable<string>): string {
  const sum = new Uint8Array(32)
  for (const token of tokens) {
    const hash = createHash('sha256').update(token).digest()
    for (let i = 31, carry = 0; i >= 0; i--) {
      carry += (sum[i] ?? 0) + (hash[i] ?? 0)
      sum[i] = carry & 0xff
      carry >>= 8
    }
  }
  return Buffer.from(sum).toString('base64url')
}
