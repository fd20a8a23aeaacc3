import type { Databases } from '../../catalogue/load.ts'
import type { MessageKind, MessagesAnswer } from '../../contract/messages.ts'
import { timestamp } from '../../domain/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import { opens } from '../../domain/messages/opens.ts'
import { late, stopped } from '../../domain/messages/stops.ts'
import { listed, type TimedMessage } from '../../domain/messages/timed.ts'
import type { Timed } from '../../domain/record/page.ts'
import { projectWithoutPlaces } from '../../domain/safety/places.ts'
import { gravest } from '../../domain/uses/use-class.ts'
import { findPatient } from '../../store/people/patients.ts'
import { readMessagesOf } from '../../store/people/read-messages.ts'
import { namedIn, revokedTokensOf, stopsBy } from '../../store/records/messages.ts'
import { casesOf, everyLinkageOf } from '../../store/records/record.ts'
import type { CaseRow } from '../../store/records/rows.ts'
import { usagesOf } from '../../store/records/usage.ts'
import type { Reader, Store } from '../../store/store.ts'
import { isSafe } from '../safety/safety.ts'
import { accountOf } from './record.ts'

type Person = { subject: string; patient_id: string }
/** What messages rest on beside the store. */
export type With = { databases: Databases; clock: Clock }

const HOUR_MS = 3_600_000

/** A person's messages (お知らせ), newest first, and how many of them are new. */
export const messagesAnswer = (
  { store, ...rest }: With & { store: Store },
  person: Person,
): Promise<MessagesAnswer> =>
  store.read(async (db) => {
    const [all, read] = [await messagesOf(db, rest, person), await readMessagesOf(db, person.subject)]
    const safe = await isSafe(db, person.subject)
    const messages = all.map(({ at, ...message }) => {
      const read_at = read.get(message.id)
      return {
        ...message,
        ...(safe && message.project && { project: projectWithoutPlaces(message.project) }),
        at: timestamp(at),
        read_at: read_at === undefined ? null : timestamp(read_at),
      }
    })
    return { messages, unread: messages.filter(({ read_at }) => read_at === null).length }
  })

/**
 * What a person is told of, newest first. It is derived from what is stored: the same store and time give the same
 * messages with the same ids. The list of messages and the pushes both rest on it.
 */
export async function messagesOf(
  db: Reader,
  { databases, clock }: With,
  person: Person,
): Promise<TimedMessage[]> {
  const now = clock.now().getTime()
  const patient = await findPatient(db, person.patient_id)
  if (!patient) return []
  const span = { since: patient.created_at, now }
  const [tokens, stops] = [await revokedTokensOf(db, person.subject), await stopsBy(db, person.subject)]
  const dueMs = (id: string) => {
    const database = databases.find(id)
    return database ? database.due_hours * HOUR_MS : null
  }
  const cases = await casesOf(db, person.subject)
  return listed(
    [
      ...stopped(tokens, stops),
      ...late(tokens, stops, dueMs, now),
      ...opens(databases.all, span),
      ...(await linkedIn(db, person)),
      ...(await used(db, person, cases)),
      ...answered(cases),
      ...(await ofAccount(db, person)),
    ],
    span,
  )
}

/** A linkage that was taken back and registered again is told again. */
const linkedIn = async (db: Reader, { subject }: Person): Promise<TimedMessage[]> =>
  (await everyLinkageOf(db, subject)).map(({ id, database_id: database, purpose, registered_at: at }) => ({
    id: `linked.${id}.${at}`,
    at,
    kind: 'linked',
    database,
    purpose,
  }))

/** One message for each report that names the person. Where it turns out to be after a stop, it is another message. */
async function used(db: Reader, { subject }: Person, cases: CaseRow[]): Promise<TimedMessage[]> {
  const named = new Map((await namedIn(db, subject)).map((row) => [row.usage_id, row]))
  return (await usagesOf(db, subject)).map((use): TimedMessage => {
    const { named_at = use.reported_at, after_stop_at = null } = named.get(use.id) ?? {}
    const message = {
      database: use.database_id,
      purpose: use.purpose,
      project: { id: use.project_id, title: use.title, organisation: use.organisation },
      from: use.from_day,
      to: use.to_day,
      class: gravest(use.classes),
    }
    if (after_stop_at === null) return { ...message, id: `used.${use.id}`, at: named_at, kind: 'used' }
    const about = cases.find(({ opened_by, ref }) => opened_by === 'erabu' && ref === use.id)
    return {
      ...message,
      id: `used-after-stop.${use.id}`,
      at: after_stop_at,
      kind: 'used-after-stop',
      ...(about && { case: caseOf(about) }),
    }
  })
}

const caseOf = ({ number, due_on, answer }: CaseRow) => ({ number, due_on, ...(answer && { answer }) })

const answered = (cases: CaseRow[]): TimedMessage[] =>
  cases.flatMap((row) =>
    row.answered_at === null
      ? []
      : [
          {
            id: `answered.${row.number}`,
            at: row.answered_at,
            kind: 'answered',
            ...(row.database_id === '' ? {} : { database: row.database_id }),
            case: caseOf(row),
          },
        ],
  )

const ACCOUNT: readonly MessageKind[] = ['passkey-added', 'passkey-removed', 'recovered', 'counter-back']

/** A recovery makes a passkey: that is one message. */
async function ofAccount(db: Reader, person: Person): Promise<TimedMessage[]> {
  const events = await accountOf(db, person)
  const recovered = new Set(events.filter(({ kind }) => kind === 'recovered').map(({ at }) => at))
  const kindOf = ({ kind, at }: Timed) =>
    kind === 'passkey-added' && recovered.has(at) ? undefined : ACCOUNT.find((one) => one === kind)
  return events.flatMap((event): TimedMessage[] => {
    const kind = kindOf(event)
    return kind ? [{ id: event.id, at: event.at, kind }] : []
  })
}
