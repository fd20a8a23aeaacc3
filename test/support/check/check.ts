import type { JWK } from 'jose'
import { checkAudit } from '../../../api/audit/check.ts'
import type { Database } from '../../../api/contract/catalogue.ts'
import { readPostgres } from '../../../api/store/engine/postgres.ts'
import { readSqlite, sqliteFile } from '../../../api/store/engine/sqlite.ts'
import type { Reader } from '../../../api/store/store.ts'
import { CATALOGUE } from '../catalogue.ts'
import { decisionFaults } from './decisions.ts'
import { feedFaults } from './feeds.ts'
import { listFaults } from './lists.ts'
import { type Longest, outboxFaults } from './outbox.ts'
import { type Place, readStored, type Stored } from './stored.ts'
import { tokenFaults } from './tokens.ts'
import { useFaults } from './uses.ts'

/**
 * Makes a check that opens the store itself and verifies every invariant of the stored state, also against the state
 * of its last run. It throws one error that lists all faults.
 */
export function createCheck({
  place,
  origin,
  signingKey,
  longest = { maxMs: 0, allowMs: 0 },
  catalogue = () => CATALOGUE,
}: {
  place: Place
  origin: string
  signingKey: JWK
  longest?: Longest
  /** What decisions cover now. */
  catalogue?: () => Database[]
}) {
  let before: Stored | null = null
  return async (): Promise<Stored> => {
    const stored = await readStored(place)
    const faults = [
      ...tokenFaults(stored, catalogue(), before),
      ...changedEvents(before, stored),
      ...useFaults(stored, catalogue()),
      ...outboxFaults(stored, longest),
      ...(await feedFaults(stored, origin, signingKey)),
      ...(await decisionFaults(stored, origin, signingKey)),
      ...(await listFaults(stored, origin, signingKey)),
      ...(await auditFaults(place, signingKey)),
    ]
    if (faults.length > 0) throw new Error(`${faults.length} invariant(s) broken:\n${faults.join('\n')}`)
    before = stored
    return stored
  }
}

/** The audit trail accounts for what is stored. */
function auditFaults(place: Place, signingKey: JWK): Promise<string[]> {
  const verify = (db: Reader) => checkAudit(db, { keys: [signingKey] })
  const verified =
    'url' in place ? readPostgres(place.url, verify) : readSqlite(sqliteFile(place.data), verify)
  return verified.then(
    () => [],
    (error: Error) => [error.message],
  )
}

function changedEvents(before: Stored | null, now: Stored): string[] {
  const sets = new Map(now.event.map((event) => [`${event.database_id} ${event.seq}`, event.set]))
  return (before?.event ?? [])
    .filter((event) => sets.get(`${event.database_id} ${event.seq}`) !== event.set)
    .map((event) => `published event ${event.database_id} ${event.seq} changed`)
}
