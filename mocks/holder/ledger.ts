import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import type { Change } from './client.ts'

/** One person's records for one purpose, as the holder keeps them: by its token. */
export type LedgerRecord = {
  resident: string
  purpose: string
  token: string
  status_list: { uri: string; idx: number }
  usable_from: string | null
  /** The newest change, when there was one. */
  seq: number | null
  /** When it was published and when this holder acted on it, in milliseconds since the epoch. */
  published_at: number | null
  acted_at: number | null
}

type Kept = { through: number; revoked: string[]; records: LedgerRecord[] }

/**
 * What a holder must not forget: its records, the tokens ever revoked, and how far it has come. Written to disk
 * before anything is acknowledged.
 */
export function createLedger(file: string) {
  const kept = read(file)
  const revoked = new Set(kept.revoked)
  const ahead = new Map<number, Change>()
  let { through, records } = kept

  function applyOne(change: Change): void {
    through = change.seq
    if (change.kind === 'revoke') revoked.add(change.token)
    const record = records.find(({ token }) => token === change.token || token === change.replaces)
    if (!record) return
    record.token = change.token
    record.status_list = change.status_list
    Object.assign(record, { seq: change.seq, published_at: change.tick * 1000, acted_at: Date.now() })
  }

  return {
    through: () => through,
    /** Revoked is for ever: no event takes a token out of here. */
    revoked: (): ReadonlySet<string> => revoked,
    records: (): readonly LedgerRecord[] => records,
    has: (resident: string, purpose: string) =>
      records.some((r) => r.resident === resident && r.purpose === purpose),

    /** Takes changes in any order, any number of times; acts on them in the order of `seq`, each once. */
    apply(changes: Change[]): void {
      for (const change of changes) if (change.seq > through) ahead.set(change.seq, change)
      for (let next = ahead.get(through + 1); next; next = ahead.get(through + 1)) {
        ahead.delete(next.seq)
        applyOne(next)
      }
    },

    add(resident: string, purpose: string, answer: Exclude<LinkageAnswer, { error: string }>): void {
      const { token, status_list, usable_from } = answer
      records = records.filter((r) => r.resident !== resident || r.purpose !== purpose)
      const fresh = { seq: null, published_at: null, acted_at: null }
      records.push({ resident, purpose, token, status_list, usable_from, ...fresh })
    },

    save(): void {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(
        `${file}.new`,
        JSON.stringify({ through, revoked: [...revoked], records } satisfies Kept),
        {
          flush: true,
        },
      )
      renameSync(`${file}.new`, file)
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>

function read(file: string): Kept {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { through: 0, revoked: [], records: [] }
    throw error
  }
}
