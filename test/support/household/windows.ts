import type { EntryState, ReturnReason } from '../../../api/contract/desk/entries.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import type { Name } from './cast.ts'

/** A key of one of the staff. Whoever gets a new one is the same person under the same name. */
export type Key = { name: string; desk: string; blocked: boolean }
export type Entry = {
  id: string
  form: string
  about: Name
  scope: Scope
  by: Key
  state: EntryState
  reason: ReturnReason | null
}

export const STAFF = [
  { name: '佐藤', desk: 'city-hall' },
  { name: '鈴木', desk: 'city-hall' },
  { name: '田中', desk: 'city-hall' },
  { name: '高橋', desk: 'ward-office' },
] as const

/** What becomes of paper forms at the desks, by the rules: two keys of two persons, each form once. */
export function createWindows() {
  const entries: Entry[] = []
  const isWrong = ({ state, reason }: Entry) => state === 'returned' && reason === 'entered-wrongly'

  return {
    entries,
    open: (desk: string) => entries.filter(({ by, state }) => by.desk === desk && state === 'entered'),

    /** What entering a form comes to. A form that only a blocked key entered is given back and entered anew. */
    enter(key: Key, of: Pick<Entry, 'form' | 'about' | 'scope'>): 'new' | 'form-used' | Entry {
      const known = entries.find((one) => one.form === of.form && !isWrong(one))
      if (!known) return 'new'
      if (known.state === 'entered' && known.by.blocked && known.by.desk === key.desk) {
        Object.assign(known, { state: 'returned', reason: 'entered-wrongly' })
        return 'new'
      }
      const same =
        known.about === of.about &&
        known.by.desk === key.desk &&
        JSON.stringify(known.scope) === JSON.stringify(of.scope)
      return same ? known : 'form-used'
    },

    /** Why a key may not confirm an entry; null: it may. */
    whyNot(key: Key, entry: Entry): 'not-found' | 'entry-ended' | 'same-staff' | 'enterer-blocked' | null {
      if (entry.by.desk !== key.desk) return 'not-found'
      if (entry.state !== 'entered') return 'entry-ended'
      if (entry.by.name === key.name) return 'same-staff'
      return entry.by.blocked ? 'enterer-blocked' : null
    },

    giveBack(key: Key, entry: Entry, reason: ReturnReason): 'not-found' | 'entry-ended' | null {
      if (entry.by.desk !== key.desk) return 'not-found'
      if (entry.state === 'returned' && entry.reason === reason) return null
      if (entry.state !== 'entered') return 'entry-ended'
      Object.assign(entry, { state: 'returned', reason })
      return null
    },
  }
}

export type Windows = ReturnType<typeof createWindows>
