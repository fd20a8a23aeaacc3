import type { Purpose } from '../contract/catalogue.ts'
import {
  CREDENTIAL_CHANGE,
  HEAD_CLAIM,
  type Head,
  LINKAGE_CLAIM,
  type OutboxKind,
  STREAM_UPDATED,
  VERIFICATION,
} from '../contract/holder.ts'
import { addToDigest } from './token.ts'

/** A change that waits for its number. */
export type Waiting = {
  id: string
  token: string
  kind: OutboxKind
  replaces: string | null
  recorded_at: number
}

/** A change with the head of the feed after it; `head.seq` is its number. */
export type Numbered<T extends Waiting> = T & { head: Head }

/**
 * Numbers the waiting changes of one database from the head on. The order does not reveal in which order people
 * decided. Only changes of one linkage keep their order: a token is created before it is revoked.
 * @param chain the linkage that a change belongs to.
 * @param random 0 ≤ random(n) < n, uniform.
 */
export function number<T extends Waiting>(
  head: Head,
  waiting: T[],
  chain: (change: T) => string,
  random: (n: number) => number,
): Numbered<T>[] {
  const order = [...waiting]
  for (let i = order.length - 1; i > 0; i--) {
    const j = random(i + 1)
    ;[order[i], order[j]] = [order[j] as T, order[i] as T]
  }
  const chains = Map.groupBy(waiting, chain)
  let { seq, revoked_count, revoked_digest } = head
  return order.map((placed) => {
    const change = chains.get(chain(placed))?.shift() ?? placed
    seq += 1
    if (change.kind === 'revoke') {
      revoked_count += 1
      revoked_digest = addToDigest(revoked_digest, change.token)
    }
    return { ...change, head: { seq, revoked_count, revoked_digest } }
  })
}

type Envelope = { issuer: string; database: string; jti: string; txn: string; tick: number }

/**
 * Payload of a change as a Security Event Token (RFC 8417) of CAEP type credential-change.
 * `tick`: seconds since the epoch, the same for everything published in one tick.
 */
export function changePayload(
  envelope: Envelope,
  change: {
    seq: number
    token: string
    kind: OutboxKind
    replaces: string | null
    purpose: Purpose
    status_list: { uri: string; idx: number }
  },
) {
  const { seq, purpose, status_list, replaces } = change
  return {
    ...claims(envelope),
    sub_id: { format: 'opaque', id: change.token },
    events: {
      [CREDENTIAL_CHANGE]: {
        credential_type: 'linkage-token',
        change_type: change.kind,
        initiating_entity: 'user',
        event_timestamp: envelope.tick,
        [LINKAGE_CLAIM]: { seq, purpose, status_list, ...(replaces ? { replaces } : {}) },
      },
    },
  }
}

/** An event about a stream: a change of its status, or a verification, with the state if one was requested. */
export type StreamEvent =
  | { verification?: string | undefined }
  | { updated: { status: string; reason: string | null } }

/** Payload of an SSF 1.0 verification (§8.1.4) or stream-updated event (§8.1.5), with the head of the feed. */
export function streamEventPayload(envelope: Envelope, stream: string, event: StreamEvent, head: Head) {
  const events =
    'updated' in event
      ? {
          [STREAM_UPDATED]: {
            status: event.updated.status,
            ...some('reason', event.updated.reason),
            [HEAD_CLAIM]: head,
          },
        }
      : { [VERIFICATION]: { ...some('state', event.verification), [HEAD_CLAIM]: head } }
  return { ...claims(envelope), sub_id: { format: 'opaque', id: stream }, events }
}

const some = (name: string, value: string | null | undefined) => (value == null ? {} : { [name]: value })

const claims = ({ issuer, database, jti, txn, tick }: Envelope) => ({
  iss: issuer,
  aud: database,
  iat: tick,
  jti,
  txn,
})
