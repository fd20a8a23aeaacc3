import type { CaseView } from '../../contract/cases.ts'
import { timestamp } from '../../domain/calendar.ts'
import type { CaseRow } from '../../store/records/rows.ts'

/** A case as its person sees it. */
export const caseView = (row: CaseRow): CaseView => ({
  number: row.number,
  about: row.about,
  ...(row.database_id === '' ? {} : { database: row.database_id }),
  ...(row.ref === '' ? {} : { ref: row.ref }),
  ...(row.says === null ? {} : { says: row.says }),
  opened_by: row.opened_by,
  opened_at: timestamp(row.opened_at),
  due_on: row.due_on,
  state: row.state,
  answer:
    row.answer === null || row.answered_at === null
      ? null
      : { code: row.answer, at: timestamp(row.answered_at) },
})
