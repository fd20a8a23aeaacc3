import type { Relation } from '../../../api/contract/acting.ts'
import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import type { Resident } from '../../../mocks/residents.ts'
import { FAMILY, ordinary } from '../people.ts'

const { mother, father, child, sibling, hidden, grandmother } = FAMILY

/** Everybody in the courses. `other` is a stepfather of the sibling and a guardian of the grandmother. */
export const CAST = {
  mother,
  father,
  other: ordinary(0),
  child,
  sibling,
  hidden,
  grandmother,
} satisfies Record<string, Resident>
export type Name = keyof typeof CAST
export const NAMES = Object.keys(CAST) as Name[]
export const REPRESENTATIVES: Name[] = ['mother', 'father', 'other']
export const REPRESENTED: Name[] = ['child', 'sibling', 'hidden', 'grandmother']

/** What the portal says of one who acts for another. `until`: the last day in Japan; null: the portal's own rule. */
export type Said = {
  relation: Relation
  until: string | null
  withdrawn: boolean
  /** Named although the other is under protection. */
  despite: boolean
}
const says = (relation: Relation, change: Partial<Said> = {}): Said => ({
  relation,
  until: null,
  withdrawn: false,
  despite: false,
  ...change,
})

/** Who acts for whom at the start: two for each, but one for whom protection hides from the other. */
export const AT_FIRST: [about: Name, by: Name, Said][] = [
  ['child', 'mother', says('child')],
  ['child', 'father', says('child')],
  ['sibling', 'mother', says('child', { withdrawn: true })],
  ['sibling', 'father', says('child')],
  ['sibling', 'other', says('child')],
  ['hidden', 'mother', says('child', { despite: true })],
  ['hidden', 'father', says('child')],
  ['grandmother', 'mother', says('ward')],
  ['grandmother', 'other', says('ward')],
]

/** From this age one decides alone: the youngest of the catalogue. */
export const SELF_FROM_AGE = 16

/** One purpose of one database, as holders link records. */
export type Cell = { database: 'demo-registry' | 'demo-biobank'; purpose: Purpose }
export const CELLS: Cell[] = [
  { database: 'demo-registry', purpose: 'research' },
  { database: 'demo-biobank', purpose: 'research' },
  { database: 'demo-biobank', purpose: 'industry' },
]

/** Every purpose for which a database of the catalogue is used. Whether it can be stopped may change. */
export const USED_FOR: { database: string; purpose: Purpose }[] = [
  ...CELLS,
  { database: 'demo-jisedai', purpose: 'research' },
  { database: 'demo-jisedai', purpose: 'industry' },
  { database: 'demo-statutory', purpose: 'policy' },
  { database: 'demo-statutory', purpose: 'research' },
]

/** The scopes of the courses: some meet in part, some nowhere. */
export const SCOPES: Scope[] = [
  { all: true },
  { database: 'demo-registry' },
  { database: 'demo-biobank' },
  { database: 'demo-biobank', purpose: 'industry' },
  { purpose: 'research' },
  { databases: ['demo-biobank', 'demo-registry'] },
]

/** Whether a decision of this scope is about a purpose of a database. */
export function isAbout(
  scope: Scope,
  { database, purpose }: { database: string; purpose: Purpose },
): boolean {
  if ('databases' in scope) return scope.databases.includes(database)
  if ('database' in scope && scope.database !== database) return false
  return !('purpose' in scope) || scope.purpose === purpose
}

/** The day in Japan at a time in ms since 1970. */
export const dayOf = (at: number): string => new Date(at + 9 * 3_600_000).toISOString().slice(0, 10)

/** The birthday on which somebody is so old. */
export const birthdayOf = (name: Name, age: number): string => {
  const { birth_date } = CAST[name]
  return `${Number(birth_date.slice(0, 4)) + age}${birth_date.slice(4)}`
}
