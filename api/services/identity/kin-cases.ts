import type { Audited } from '../../audit/trail.ts'
import { dayInJapan } from '../../domain/calendar.ts'
import type { Random } from '../../domain/random.ts'
import { caseNumber } from '../../domain/receipt.ts'
import { dueOn } from '../../domain/uses/due-on.ts'
import { askedAboutLinkages, openOnce } from '../../store/records/cases.ts'
import type { CaseRow } from '../../store/records/rows.ts'
import type { Transactor } from '../../store/store.ts'

/** Asks the operator about somebody whom a source named as one person with another. */
export const createKinCases =
  ({ random }: { random: Random }) =>
  /**
   * Opens a case about each of these databases, unless one is open.
   * @returns what the audit trail is to say.
   */
  async (tx: Transactor, subject: string, databases: Iterable<string>, at: number): Promise<Audited[]> => {
    const about = new Set(databases)
    for (const asked of await askedAboutLinkages(tx, subject)) about.delete(asked)
    const rows = [...about].map((database_id) => ({
      number: caseNumber(random.bytes(8)),
      database_id,
      subject,
      about: 'linkage' as const,
      ref: '',
      opened_by: 'erabu' as const,
      opened_at: at,
      due_on: dueOn(dayInJapan(new Date(at))),
      state: 'open' as const,
      says: null,
      answer: null,
      answered_at: null,
    }))
    if (rows.length === 0) return []
    return (await openOnce(tx, rows)).map(({ number }) => ({ kind: 'case-opened', reference: number }))
  }

/** Whether a case asks whether two people are one. */
export const isAboutKin = ({ about, opened_by }: Pick<CaseRow, 'about' | 'opened_by'>): boolean =>
  about === 'linkage' && opened_by === 'erabu'
