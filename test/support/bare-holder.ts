import { vi } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import { dayInJapan } from '../../api/domain/calendar.ts'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import type { Identification } from '../../api/portal/identification.ts'
import { createLinkages } from '../../api/services/linkages.ts'
import type { Store } from '../../api/store/store.ts'
import { catalogue, createParts, database } from './bare-services.ts'
import { namedById5 } from './named.ts'
import { rowsOf } from './rows.ts'

/**
 * What takes the linkages of holders. A sealed subject is the ID5 of its person; one that begins with `bad` does not
 * open. `lanes` notes in which lane it writes.
 */
export function openHolder(store: Store, ...all: Database[]) {
  const parts = createParts(store, { databases: catalogue(database('a'), database('b'), ...all) })
  const open = vi.fn<Identification['open']>(async (sealed) =>
    sealed.startsWith('bad') ? { error: 'subject-rejected' } : { ...namedById5(sealed), scheme: 'id5' },
  )
  const identification = { open, person: () => Promise.reject(new Error('not asked')) }
  const lanes: unknown[] = []
  const watched: Store = {
    ...store,
    transact(fn, options) {
      lanes.push(options?.lane)
      return store.transact(fn, options)
    },
  }
  return {
    parts,
    open,
    lanes,
    linkages: createLinkages({ ...parts, store: watched, identification }),
    subject: (id5: string) => subjectOf(parts.keys.subject, id5),
    /** A day in Japan, so many after today. */
    day: (after: number) => dayInJapan(new Date(parts.now() + after * 86_400_000)),
  }
}

export const tokenRow = async (store: Store, token: string) => {
  const row = (await rowsOf(store, 'token')).find((one) => one.token === token)
  if (!row) throw new Error(`no token ${token}`)
  return row
}
