import { inflateSync } from 'node:zlib'
import { type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Head } from '../../api/contract/holder.ts'
import type { Ledger, Linkage } from './ledger.ts'

/** Whether records may be used now: `closed` when no unexpired list says anything about them. */
export type Usability = 'usable' | 'waiting' | 'stopped' | 'closed'

/** The JWT, its bits (1 = do not use), the head at which it was made, when to read it again, and when it expires. */
type StatusList = {
  signed: string
  bits: Uint8Array
  seq: number
  iat: number
  again_at: number
  until: number
}

/**
 * The status lists of a holder's linkages.
 * @param around `load` reads a path of the issuer; `now` in milliseconds since the epoch; `epoch` is that of the feed
 *   that is followed, null before the first poll.
 */
export function createLists(
  issuer: string,
  ledger: Pick<Ledger, 'lists' | 'isRevoked'>,
  around: {
    load: (path: string) => Promise<string>
    keys: JWTVerifyGetKey
    now: () => number
    epoch: () => { id: string | undefined } | null
  },
) {
  const { load, keys, now, epoch: current } = around
  const lists = new Map<string, StatusList>()

  /** Reads the lists that are missing, older than their `ttl`, or behind what the feed told of their entries. */
  async function read(): Promise<void> {
    const isDue = (seq: number, held?: StatusList) => !held || held.seq < seq || held.again_at <= now()
    const due = ledger.lists().filter(({ uri, seq }) => isDue(seq, lists.get(uri)))
    const done = await Promise.allSettled(due.map(({ uri }) => readOne(uri)))
    for (const one of done) if (one.status === 'rejected') throw one.reason
  }

  async function readOne(uri: string): Promise<void> {
    // The access token is sent only to the issuer.
    if (!uri.startsWith(`${issuer}/`)) throw new Error('a status list lies outside of the issuer')
    const rules = {
      algorithms: ['ES256'],
      typ: 'statuslist+jwt',
      subject: uri,
      requiredClaims: ['iat', 'exp'],
    }
    const currentDate = new Date(now())
    const signed = await load(uri.slice(issuer.length))
    const { payload } = await jwtVerify(signed, keys, { ...rules, currentDate })
    const { iat = 0, exp = 0, ttl } = payload
    // Another process of the api may still answer with an older one.
    if (iat < (lists.get(uri)?.iat ?? 0)) return
    const { lst } = payload.status_list as { lst: string }
    const bits = inflateSync(Buffer.from(lst, 'base64url'), { maxOutputLength: 1 << 20 })
    const { seq, epoch } = payload['urn:erabu:head'] as Head
    // From before the api was restored: another of its processes may still have it.
    const known = current()
    if (known && epoch !== known.id) return
    lists.set(uri, { signed, bits, seq, iat, again_at: now() + Number(ttl ?? 0) * 1000, until: exp * 1000 })
  }

  /** Call it before every use. */
  function usability({ token, status_list: { uri, idx } }: Linkage): Usability {
    if (ledger.isRevoked(token)) return 'stopped'
    const list = lists.get(uri)
    if (!list || list.until <= now()) return 'closed'
    return (((list.bits[idx >> 3] ?? 0xff) >> (idx & 7)) & 1) === 1 ? 'waiting' : 'usable'
  }

  return {
    read,
    usability,
    clear: () => lists.clear(),
    /** The list by which `usability` answers, as it was signed: a proof for others. Null when it was not read. */
    signed: (uri: string) => lists.get(uri)?.signed ?? null,
    /** When a list expires; 0 when it was not read. */
    until: (uri: string) => lists.get(uri)?.until ?? 0,
  }
}
