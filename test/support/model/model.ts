import type { Choice, Scope } from '../../../api/contract/patient.ts'

export const DATABASES = ['demo-registry', 'demo-biobank'] as const
export type DatabaseId = (typeof DATABASES)[number]

type Linkage = { state: 'usable' | 'revoked'; removed: boolean }

export type Model = ReturnType<typeof createModel>

/** What the rules say must have happened, in a few lines: the decisions of each person, the state of each linkage. */
export function createModel() {
  const decisions = new Map<number, { choice: Choice; scope: Scope }[]>()
  const linkages = new Map<string, Linkage>()
  const published = { revoke: new Map<DatabaseId, number>(), create: new Map<DatabaseId, number>() }

  const made = (person: number) => decisions.get(person) ?? []
  const reaches = (scope: Scope, database: DatabaseId) => 'all' in scope || scope.database === database
  const count = (kind: 'revoke' | 'create', database: DatabaseId) =>
    published[kind].set(database, (published[kind].get(database) ?? 0) + 1)

  return {
    made,
    isLinked: (person: number, database: DatabaseId) =>
      linkages.get(`${person} ${database}`)?.removed === false,
    /** How many changes of a kind a holder must have been told in the end. */
    toldOf: (kind: 'revoke' | 'create', database: DatabaseId) => published[kind].get(database) ?? 0,

    /** @returns the state in which the registration must be answered (I3). */
    link(person: number, database: DatabaseId): Linkage['state'] {
      const known = linkages.get(`${person} ${database}`)
      if (known && !known.removed) return known.state
      const standing = made(person).findLast(({ scope }) => reaches(scope, database))
      const state = standing?.choice === 'stop' ? 'revoked' : 'usable'
      linkages.set(`${person} ${database}`, { state, removed: false })
      if (state === 'revoked') count('revoke', database)
      return state
    },

    remove(person: number, database: DatabaseId): void {
      const known = linkages.get(`${person} ${database}`)
      if (known) known.removed = true
    },

    decide(person: number, choice: Choice, scope: Scope): void {
      decisions.set(person, [...made(person), { choice, scope }])
      for (const database of DATABASES) {
        const known = linkages.get(`${person} ${database}`)
        if (!known || known.removed || !reaches(scope, database)) continue
        if (choice === 'stop' && known.state === 'usable') count('revoke', database)
        if (choice === 'allow' && known.state === 'revoked') count('create', database)
        known.state = choice === 'stop' ? 'revoked' : 'usable'
      }
    },
  }
}
