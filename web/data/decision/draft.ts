import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Choice, Scope } from '../../../api/contract/patient.ts'

/**
 * The answers on P6 so far; null where nothing is chosen yet. `kind`: all databases, one purpose in every database,
 * one or several databases, or one purpose of one database.
 */
export type Draft = {
  /** The query of the page on which the draft began, for example `database=demo-registry`. */
  from: string
  kind: 'all' | 'everywhere' | 'database' | 'purpose' | null
  /** The purpose in every database. */
  everywhere: Purpose | null
  /** The databases, in any order. */
  databases: string[]
  pair: { database: string; purpose: Purpose } | null
  choice: Choice | null
}

/** The form in which earlier versions stored a draft. */
type EarlierDraft = Omit<Draft, 'everywhere' | 'databases'> & { database: string | null }

/** Databases that one decision can name, as the api checks it. */
export const MOST_DATABASES = 50

export const emptyDraft = (from: string): Draft => ({
  from,
  kind: null,
  everywhere: null,
  databases: [],
  pair: null,
  choice: null,
})

/** A draft as this version or an earlier one stored it. */
export function storedDraft(stored: Draft | EarlierDraft): Draft {
  if ('databases' in stored) return stored
  const { database, ...rest } = stored
  return { ...rest, everywhere: null, databases: database === null ? [] : [database] }
}

/** The scope of the draft; null while part of the question is open. Several databases are sorted by code unit. */
export function scopeOf({ kind, everywhere, databases, pair }: Draft): Scope | null {
  if (kind === 'all') return { all: true }
  if (kind === 'everywhere') return everywhere && { purpose: everywhere }
  if (kind === 'purpose') return pair
  const [database] = databases
  if (kind === null || database === undefined) return null
  if (databases.length === 1) return { database }
  return databases.length > MOST_DATABASES ? null : { databases: [...databases].sort() }
}
