import type { RecordEntry } from '../../../api/contract/record.ts'
import { statementOf } from '../../text/decision-words.ts'
import type { Messages } from '../../text/ja.ts'
import type { Text } from '../../text/text.tsx'
import { outcomeWords } from '../../ui/linkage/outcome.ts'

/**
 * What happened, in one sentence without its time. `names`: the databases at which it happened.
 * @param nameOf the name of a database, by its id.
 */
export function entryWords(
  entry: RecordEntry,
  names: string,
  { t, format, nameOf }: Pick<Text, 't' | 'format'> & { nameOf(id: string): string },
): string {
  const r = t.record
  const purpose = entry.purpose ? t.databases.purposes[entry.purpose] : ''
  const change = entry.change ?? 'stop'
  switch (entry.kind) {
    case 'asked':
      return r.asked
    case 'signed-in':
      return r.signedIn[entry.device ?? 'personal']
    case 'passkey-added':
      return r.passkeyAdded
    case 'passkey-removed':
      return r.passkeyRemoved
    case 'recovered':
      return r.recovered
    case 'counter-back':
      return r.counterBack
    case 'linked':
      return r.linked(names, purpose)
    case 'unlinked':
      return r.unlinked(names, purpose)
    case 'decided':
      if (!entry.decision) return ''
      return decidedBy(entry, r)(statementOf(t, { ...entry.decision, for: entry.relation }, nameOf))
    case 'told':
      return r.told[change](names, purpose)
    case 'received':
      return r.received(names)
    case 'applied':
      return r.applied[change](names)
    case 'outcome':
      return entry.outcome
        ? r.outcome(names, outcomeWords({ ...entry.outcome, at: entry.at }, { t, format }))
        : ''
    case 'used':
      return r.used(names)
    case 'erased':
      return r.erased(names, format.date(entry.erased_on ?? entry.at))
    case 'case-opened':
      return entry.case
        ? (entry.by === 'me' ? r.caseAsked : r.caseOpened)(entry.case.number, format.date(entry.case.due_on))
        : ''
    case 'case-answered':
      return entry.case?.answer ? r.caseAnswered(entry.case.number, r.caseAnswers[entry.case.answer]) : ''
  }
}

/** How a decision is told, by who made it. */
function decidedBy({ by }: RecordEntry, r: Messages['record']): (statement: string) => string {
  if (by === 'desk') return r.decidedAtDesk
  return by === 'representative' ? r.decidedFor : r.decided
}
