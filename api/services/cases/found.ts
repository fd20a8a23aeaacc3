import type { AuditTrail } from '../../audit/trail.ts'
import { dayInJapan } from '../../domain/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { caseNumber } from '../../domain/receipt.ts'
import { dueOn } from '../../domain/uses/due-on.ts'
import {
  casesAbout,
  type Found,
  foundIn,
  lockCasesDue,
  noteCase,
  openOnce,
  settleCasesDue,
  uploadWithCasesDue,
} from '../../store/records/cases.ts'
import type { Store, Transactor } from '../../store/store.ts'
import type { Turns } from '../../turns.ts'

/** Uses after a stop whose cases are opened in one transaction. */
const OPENED = 100

/** Cases that the system opens by itself: one for each person whose records a report says were used after a stop. */
export function createCases({
  store,
  audit,
  clock,
  random,
  turns,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  turns: Turns
}) {
  /** Opens cases about some uses of one report. */
  async function open(tx: Transactor, upload: string, found: Found[]): Promise<void> {
    const people = Map.groupBy(found, ({ subject }) => subject)
    const at = clock.now()
    const rows = [...people.values()].flatMap(([one]) =>
      one
        ? [
            {
              number: caseNumber(random.bytes(8)),
              database_id: one.database_id,
              subject: one.subject,
              about: 'use' as const,
              ref: one.ref,
              opened_by: 'erabu' as const,
              opened_at: at.getTime(),
              due_on: dueOn(dayInJapan(at)),
              state: 'open' as const,
              says: null,
              answer: null,
              answered_at: null,
            },
          ]
        : [],
    )
    const opened = await openOnce(tx, rows)
    const about = await casesAbout(tx, rows[0]?.ref ?? '', [...people.keys()])
    for (const { number, subject } of about) {
      const tokens = (people.get(subject) ?? []).map(({ token }) => token)
      await noteCase(tx, upload, tokens, number)
    }
    const entries = opened.map(({ number }) => ({ kind: 'case-opened' as const, reference: number }))
    if (entries.length > 0) await audit.record(tx, ...entries)
  }

  /** @returns whether more uses of this upload may have no case. */
  const openSome = (upload: string): Promise<boolean> =>
    store.transact(
      async (tx) => {
        if (!(await lockCasesDue(tx, upload))) return false
        const found = await foundIn(tx, upload, OPENED)
        if (found.length === 0) await settleCasesDue(tx, upload)
        else await open(tx, upload, found)
        return found.length > 0
      },
      { lane: 'later' },
    )

  return {
    /** Opens a case about every use after a stop that was reported since. */
    async openFound(): Promise<void> {
      for (;;) {
        const upload = await store.read(uploadWithCasesDue)
        if (upload === null) return
        while (await openSome(upload)) await turns.next()
      }
    },
  }
}

export type Cases = ReturnType<typeof createCases>
