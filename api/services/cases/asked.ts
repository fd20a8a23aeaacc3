import type { AuditTrail } from '../../audit/trail.ts'
import type { KnownSession, SessionRights } from '../../auth/session-rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { CaseBody } from '../../contract/cases.ts'
import { caseDigest } from '../../domain/audit.ts'
import { dayInJapan } from '../../domain/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { caseNumber } from '../../domain/receipt.ts'
import { dueOn } from '../../domain/uses/due-on.ts'
import { ProblemError } from '../../problem.ts'
import { lockPeople } from '../../store/locks.ts'
import { hasLinked, insertCase, openCasesBy, wasUsedIn } from '../../store/records/asked-cases.ts'
import type { CaseRow } from '../../store/records/rows.ts'
import type { Store, Transactor } from '../../store/store.ts'

/** Most open cases that a person has opened: more than anybody has questions at once. */
const MOST_OPEN = 20

/** Cases that people open themselves: their questions to the operator. */
export function createAskedCases({
  store,
  audit,
  clock,
  random,
  databases,
  rights,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  databases: Databases
  rights: SessionRights
}) {
  /** @throws ProblemError not-found, alike for what does not exist and for what is somebody else's. */
  async function requireOwn(tx: Transactor, subject: string, body: CaseBody): Promise<void> {
    if (body.about === 'person') return
    const own = { subject, database_id: body.database }
    const known =
      databases.ids.has(body.database) &&
      (await hasLinked(tx, own)) &&
      (refOf(body) === '' || (await wasUsedIn(tx, { ...own, ref: refOf(body) })))
    if (!known) throw new ProblemError('not-found')
  }

  /** Inserts a case under a number that no other case has. */
  async function insert(tx: Transactor, row: Omit<CaseRow, 'number'>): Promise<CaseRow> {
    for (;;) {
      const numbered = { ...row, number: caseNumber(random.bytes(8)) }
      if (await insertCase(tx, numbered)) return numbered
    }
  }

  return {
    /**
     * Opens a case about a question of a person. While the same question is open, it is the same case.
     * @param session where it is about a database, of somebody who has signed in.
     * @throws ProblemError not-signed-in, not-found, too-many-cases
     */
    ask: (session: KnownSession, body: CaseBody): Promise<CaseRow> =>
      store.transact(async (tx) => {
        const { subject } = session
        await lockPeople(tx, [subject])
        await rights.again(tx, session)
        await requireOwn(tx, subject, body)
        const open = await openCasesBy(tx, subject)
        const same = open.find((one) => isSame(one, body))
        if (same) return same
        if (open.length >= MOST_OPEN) throw new ProblemError('too-many-cases')
        const at = clock.now()
        const row = await insert(tx, {
          database_id: databaseOf(body),
          subject,
          about: body.about,
          ref: refOf(body),
          opened_by: 'me',
          opened_at: at.getTime(),
          due_on: dueOn(dayInJapan(at)),
          state: 'open',
          says: body.says,
          answer: null,
          answered_at: null,
        })
        await audit.record(tx, { kind: 'case-asked', reference: row.number, digest: caseDigest(row) })
        return row
      }),
  }
}

export type AskedCases = ReturnType<typeof createAskedCases>

/** The database that a question is about; empty: about none. */
const databaseOf = (body: CaseBody): string => ('database' in body ? body.database : '')

/** The report that a question is about; empty: about none. */
const refOf = (body: CaseBody): string => ('ref' in body ? (body.ref ?? '') : '')

const isSame = (row: CaseRow, body: CaseBody): boolean =>
  row.about === body.about &&
  row.database_id === databaseOf(body) &&
  row.ref === refOf(body) &&
  row.says === body.says
