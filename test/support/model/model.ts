import type { Choice, Scope } from '../../../api/contract/patient.ts'

/** The last one cannot be stopped until the law changes. */
export const DATABASES = ['demo-registry', 'demo-biobank', 'demo-statutory'] as const
export const LATER: DatabaseId = 'demo-statutory'
export type DatabaseId = (typeof DATABASES)[number]

type Kind = 'revoke' | 'create'
type Linkage = {
  state: 'usable' | 'revoked'
  /** The state that its holder knows of. */
  told: 'usable' | 'revoked'
  removed: boolean
  /** Whether its holder does not know its newest token yet. */
  hidden: boolean
  /**
   * Changes that wait to be published; those of hidden tokens are dropped when the linkage is taken back or stopped.
   */
  waiting: { kind: Kind; hidden: boolean }[]
}

export type Model = ReturnType<typeof createModel>

/** What must have happened by the rules, in a few lines: the decisions of each person, the state of each linkage. */
export function createModel() {
  const decisions = new Map<number, { choice: Choice; scope: Scope }[]>()
  const linkages = new Map<string, Linkage>()
  const published = { revoke: new Map<string, number>(), create: new Map<string, number>() }

  const made = (person: number) => decisions.get(person) ?? []
  let changed = false
  /** Every linkage here is for research. */
  const reaches = (scope: Scope, database: DatabaseId) => {
    if (database === LATER && !changed) return false
    if ('all' in scope) return true
    if ('databases' in scope) return scope.databases.includes(database)
    if ('database' in scope && scope.database !== database) return false
    return !('purpose' in scope) || scope.purpose === 'research'
  }
  const wait = ({ waiting, hidden }: Linkage, kind: Kind) => waiting.push({ kind, hidden })

  return {
    made,
    /** Whether the law lets people stop every database. */
    isChanged: () => changed,
    isLinked: (person: number, database: DatabaseId) =>
      linkages.get(`${person} ${database}`)?.removed === false,
    /** How many changes of a kind a holder must have been told in the end. */
    toldOf: (kind: Kind, database: DatabaseId) => published[kind].get(database) ?? 0,

    /** @returns the state in which the registration must be answered where nothing is held back (I3). */
    link(person: number, database: DatabaseId): Linkage['state'] {
      const known = linkages.get(`${person} ${database}`)
      if (known && !known.removed) return known.told
      const standing = made(person).findLast(({ scope }) => reaches(scope, database))
      const state = standing?.choice === 'stop' ? 'revoked' : 'usable'
      const { waiting } = known ?? { waiting: [] }
      const linkage: Linkage = { state, told: state, removed: false, hidden: false, waiting }
      linkages.set(`${person} ${database}`, linkage)
      if (state === 'revoked') wait(linkage, 'revoke')
      return state
    },

    remove(person: number, database: DatabaseId): void {
      const known = linkages.get(`${person} ${database}`)
      if (!known) return
      known.removed = true
      known.waiting = known.waiting.filter(({ hidden }) => !hidden)
    },

    /** Publishes everything that waits. */
    publish(): void {
      for (const [key, linkage] of linkages) {
        const [, database = ''] = key.split(' ')
        for (const { kind } of linkage.waiting.splice(0))
          published[kind].set(database, (published[kind].get(database) ?? 0) + 1)
        linkage.hidden = false
        linkage.told = linkage.state
      }
    },

    /** Standing stops reach the last database, whose holder finds them in its list at once. */
    changeLaw(): void {
      changed = true
      for (const [key, linkage] of linkages) {
        const [person, database] = key.split(' ')
        if (database !== LATER || linkage.removed || linkage.state === 'revoked') continue
        const standing = made(Number(person)).findLast(({ scope }) => reaches(scope, LATER))
        if (standing?.choice !== 'stop') continue
        linkage.state = 'revoked'
        linkage.told = 'revoked'
        wait(linkage, 'revoke')
      }
    },

    decide(person: number, choice: Choice, scope: Scope): void {
      decisions.set(person, [...made(person), { choice, scope }])
      for (const database of DATABASES) {
        const known = linkages.get(`${person} ${database}`)
        if (!known || known.removed || !reaches(scope, database)) continue
        if (choice === 'stop' && known.state === 'usable') {
          if (known.hidden) known.waiting = known.waiting.filter(({ hidden }) => !hidden)
          else wait(known, 'revoke')
          known.hidden = false
        }
        if (choice === 'allow' && known.state === 'revoked') {
          known.hidden = true
          wait(known, 'create')
        }
        known.state = choice === 'stop' ? 'revoked' : 'usable'
      }
    },
  }
}
