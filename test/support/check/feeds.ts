import { createHash } from 'node:crypto'
import { compactVerify, type JWK } from 'jose'
import { CREDENTIAL_CHANGE, LINKAGE_CLAIM } from '../../../api/contract/holder.ts'
import type { EventRow } from '../../../api/store/feeds/rows.ts'
import type { Stored } from './stored.ts'

type Linkage = { seq: number; purpose: string; status_list: { uri: string; idx: number } }
type Payload = {
  iss: string
  aud: string
  iat: number
  jti: string
  txn: string
  sub_id: { format: string; id: string }
  events: Record<string, Record<string, unknown> & { [LINKAGE_CLAIM]: Linkage }>
}

/**
 * I2, I4 and I6 for published changes: order, no duplicates, digest, signature, and nothing in common between feeds.
 */
export async function feedFaults(stored: Stored, origin: string, signingKey: JWK): Promise<string[]> {
  const faults: string[] = []
  const payloads: Payload[] = []
  for (const feed of stored.feed) {
    const events = stored.event
      .filter((event) => event.database_id === feed.database_id)
      .sort((a, b) => a.seq - b.seq)
    const wrong = (what: string) => faults.push(`feed ${feed.database_id}: ${what}`)
    let count = 0
    let sum = 0n
    for (const [index, event] of events.entries()) {
      if (event.seq !== index + 1) wrong(`seq ${event.seq} at place ${index + 1}`)
      if (event.kind === 'revoke') {
        count += 1
        sum = (sum + BigInt(`0x${createHash('sha256').update(event.token).digest('hex')}`)) % (1n << 256n)
      }
      if (event.revoked_count !== count || event.revoked_digest !== digest(sum))
        wrong(`head after ${event.seq}`)
      const payload = await verified(event, signingKey)
      if (!payload) wrong(`the SET of ${event.seq} does not verify`)
      else {
        payloads.push(payload)
        for (const fault of setFaults(payload, event, stored, origin)) wrong(`SET ${event.seq}: ${fault}`)
      }
    }
    if (feed.seq !== events.length) wrong(`head at ${feed.seq}, ${events.length} events`)
    if (feed.revoked_count !== count || feed.revoked_digest !== digest(sum)) wrong('digest of the head')
  }
  const revoked = stored.event.filter(({ kind }) => kind === 'revoke').map(({ token }) => token)
  if (new Set(revoked).size !== revoked.length) faults.push('a token was revoked twice')
  for (const claim of ['jti', 'txn'] as const) {
    const owners = new Map<string, string>()
    for (const payload of payloads) {
      const owner = owners.get(payload[claim]) ?? payload.aud
      if (owner !== payload.aud || (claim === 'jti' && owners.has(payload.jti))) faults.push(`${claim} twice`)
      owners.set(payload[claim], owner)
    }
  }
  return faults
}

function setFaults(payload: Payload, event: EventRow, stored: Stored, origin: string): string[] {
  const faults: string[] = []
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      faults.push(`${what} is ${JSON.stringify(actual)}`)
  }
  const token = stored.token.find((row) => row.token === event.token)
  const change = payload.events[CREDENTIAL_CHANGE]
  const linkage = change?.[LINKAGE_CLAIM]
  const tick = event.published_at / 1000
  if (!Number.isInteger(tick)) faults.push('published at no full second')
  expect('iss', payload.iss, origin)
  expect('aud', payload.aud, event.database_id)
  expect('jti', payload.jti, event.jti)
  expect('iat', payload.iat, tick)
  expect('sub_id', payload.sub_id, { format: 'opaque', id: event.token })
  expect('events', Object.keys(payload.events), [CREDENTIAL_CHANGE])
  expect('change_type', change?.change_type, event.kind)
  expect('event_timestamp', change?.event_timestamp, tick)
  expect('sub', 'sub' in payload, false)
  expect('exp', 'exp' in payload, false)
  expect('seq', linkage?.seq, event.seq)
  expect('purpose', linkage?.purpose, token?.purpose)
  expect('idx', linkage?.status_list.idx, token?.idx)
  expect('database of the token', token?.database_id, event.database_id)
  return faults
}

async function verified(event: EventRow, key: JWK): Promise<Payload | null> {
  const result = await compactVerify(event.set, key, { algorithms: ['ES256'] }).catch(() => null)
  if (result?.protectedHeader.typ !== 'secevent+jwt') return null
  return JSON.parse(new TextDecoder().decode(result.payload)) as Payload
}

const digest = (sum: bigint) => Buffer.from(sum.toString(16).padStart(64, '0'), 'hex').toString('base64url')
