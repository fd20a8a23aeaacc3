import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Head, LinkageAnswer } from '../../api/contract/holder.ts'
import { openAlone } from './alone.ts'

/** One verified change of the feed; `tick` in seconds since the epoch. */
export type Change = {
  seq: number
  token: string
  kind: 'revoke' | 'create'
  replaces: string | null
  status_list: { uri: string; idx: number }
  tick: number
}

/**
 * One person's records for one purpose; `person` is the holder's own key. The last three members describe the newest
 * change.
 */
export type Linkage = {
  person: string
  purpose: string
  token: string
  status_list: { uri: string; idx: number }
  usable_from: string | null
  seq: number | null
  /** When the change was published and when this holder acted on it, in milliseconds since the epoch. */
  published_at: number | null
  acted_at: number | null
}

/**
 * `feed`: the one that was applied; null: none yet. `unregistered`: linkages that it may not know, by person and
 * purpose.
 */
type Kept = {
  feed: string | null
  through: number
  revoked: string[]
  barred: string[]
  linkages: Linkage[]
  unregistered: Unregistered[]
}
export type Unregistered = Pick<Linkage, 'person' | 'purpose'>

/** `revoked_digest`: sum modulo 2^256 of SHA-256 over the tokens, big-endian, base64url. */
export function revokedDigest(tokens: Iterable<string>): string {
  let sum = 0n
  for (const token of tokens) sum += BigInt(`0x${createHash('sha256').update(token).digest('hex')}`)
  return Buffer.from((sum % (1n << 256n)).toString(16).padStart(64, '0'), 'hex').toString('base64url')
}

/**
 * What must survive the process: linkages, every token ever revoked, and how far which feed was applied.
 * @throws Error when another process has the file open.
 */
export function createLedger(file: string, now: () => number = Date.now) {
  const close = openAlone(file)
  const kept = read(file)
  const revoked = new Set(kept.revoked)
  // Tokens known as revoked that the feed, read again from its start, has not reached yet: out of use all the same.
  const barred = new Set(kept.barred)
  const unregistered = new Map(kept.unregistered.map((one) => [nameOf(one), one]))
  let { feed, through, linkages } = kept

  function applyOne({ seq, token, kind, replaces, status_list, tick }: Change): void {
    through = seq
    if (kind === 'revoke') {
      revoked.add(token)
      barred.delete(token)
    }
    // Several rows may be one person's, and then have one token.
    for (const linkage of linkages)
      if ((linkage.token === token || linkage.token === replaces) && (linkage.seq ?? 0) < seq)
        Object.assign(linkage, { token, status_list, seq, published_at: tick * 1000, acted_at: now() })
  }

  return {
    close,
    feed: () => feed,
    through: () => through,
    revoked: (): ReadonlySet<string> => revoked,
    /** Revocation is final: a token once in here stays out of use, whatever is read later. */
    isRevoked: (token: string) => revoked.has(token) || barred.has(token),
    linkages: (): readonly Linkage[] => linkages,
    /** Linkages of an earlier feed that were not added again since. */
    unregistered: (): Unregistered[] => [...unregistered.values()],

    /** Each list of the linkages, with the newest `seq` at which the feed changed an entry in it. */
    lists(): { uri: string; seq: number }[] {
      const told = new Map<string, number>()
      for (const { status_list, seq } of linkages)
        told.set(status_list.uri, Math.max(told.get(status_list.uri) ?? 0, seq ?? 0))
      return Array.from(told, ([uri, seq]) => ({ uri, seq }))
    },

    /**
     * Our side of `applied`, computed from the very set that is acted on. A digest kept beside the set would still
     * agree after the set has lost a token. (Large sets: recompute nightly, add one hash per event in between.)
     */
    head: (): Head => ({
      seq: through,
      revoked_count: revoked.size,
      revoked_digest: revokedDigest(revoked),
    }),

    /** Applies changes in `seq` order, each once, up to the first missing `seq`. Changes behind a gap wait. */
    apply(changes: Change[]): void {
      for (const change of changes.toSorted((a, b) => a.seq - b.seq))
        if (change.seq === through + 1) applyOne(change)
    },

    /**
     * Returns to the start of the feed, to build the revoked set again.
     * @param another another feed than before: what the old feed told of linkages no longer counts, and they are
     *   unregistered.
     */
    startOver(another = feed): void {
      for (const token of revoked) barred.add(token)
      revoked.clear()
      through = 0
      if (another === feed) return
      feed = another
      for (const linkage of linkages) {
        linkage.seq = null
        unregistered.set(nameOf(linkage), { person: linkage.person, purpose: linkage.purpose })
      }
    },

    add(person: string, purpose: string, answer: Exclude<LinkageAnswer, { error: string }>): void {
      const { token, status_list, usable_from } = answer
      linkages = linkages.filter((one) => one.person !== person || one.purpose !== purpose)
      const unchanged = { seq: null, published_at: null, acted_at: null }
      linkages.push({ person, purpose, token, status_list, usable_from, ...unchanged })
      unregistered.delete(nameOf({ person, purpose }))
    },

    save(): void {
      mkdirSync(dirname(file), { recursive: true })
      const value: Kept = {
        feed,
        through,
        revoked: [...revoked],
        barred: [...barred],
        linkages,
        unregistered: [...unregistered.values()],
      }
      writeFileSync(`${file}.new`, JSON.stringify(value), { flush: true })
      renameSync(`${file}.new`, file)
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>

const nameOf = ({ person, purpose }: Unregistered) => `${purpose} ${person}`

function read(file: string): Kept {
  const nothing: Kept = { feed: null, through: 0, revoked: [], barred: [], linkages: [], unregistered: [] }
  try {
    return { ...nothing, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return nothing
  }
}
