import { createHash } from 'node:crypto'
import type { Person as Whose } from '../../auth/session-rights.ts'
import type { RecordAnswer, RecordEntry } from '../../contract/record.ts'
import { timestamp } from '../../domain/calendar.ts'
import { cursorOf, type Place, pageOf, type Timed } from '../../domain/record/page.ts'
import { projectWithoutPlaces } from '../../domain/safety/places.ts'
import { gravest } from '../../domain/uses/use-class.ts'
import { accountEventsOf } from '../../store/people/account-events.ts'
import { removedPasskeysOf } from '../../store/people/passkey-news.ts'
import { passkeysOf } from '../../store/people/passkeys.ts'
import { decisionsOf, type ShownDecision } from '../../store/records/decisions.ts'
import { casesOf, changesOf, everyLinkageOf, outcomesOf } from '../../store/records/record.ts'
import { scopeOf } from '../../store/records/scopes.ts'
import { projectsOf, usagesOf } from '../../store/records/usage.ts'
import type { Reader, Store } from '../../store/store.ts'
import { hidesPlaces } from '../safety/safety.ts'

type Person = { subject: string; patient_id: string }

/** More decisions than anybody makes. */
const EVERY = 2 ** 31 - 1

/** A page of what happened to a person's records and account, newest first. @param after a place; null: from now. */
export const recordOf = (
  store: Store,
  { session, subject, acting }: Pick<Whose, 'session' | 'subject' | 'acting'>,
  page: { after: Place | null; limit: number },
): Promise<RecordAnswer> =>
  store.read(async (db) => {
    const person = { subject, patient_id: session.patient_id }
    const all = [
      // A representative sees neither the account of the person nor their own, and asks no questions for them.
      ...(acting ? [] : await accountOf(db, person)),
      ...(await linkagesIn(db, person)),
      ...(await decidedBy(db, person)),
      ...(await changed(db, person)),
      ...(await reported(db, person)),
      ...(await used(db, person)),
      ...(acting ? [] : await cases(db, person)),
    ]
    const { page: entries, next } = pageOf(all, page)
    const safe = await hidesPlaces(db, { subject, session })
    return {
      entries: entries.map(
        ({ at, ...entry }): RecordEntry => ({
          ...entry,
          ...(safe && entry.project && { project: projectWithoutPlaces(entry.project) }),
          at: timestamp(at),
        }),
      ),
      next: next && cursorOf(next),
    }
  })

/** Who made a decision, and where. */
function madeBy({ desk, acting, device }: ShownDecision): Pick<Timed, 'by' | 'relation' | 'device'> {
  if (desk !== null) return { by: 'desk' }
  return acting === null ? { by: 'me', device } : { by: 'representative', relation: acting, device }
}

/** Credential ids may be longer than a cursor. */
const short = (id: string) => createHash('sha256').update(id).digest('base64url')

/** What happened to a person's account. */
export async function accountOf(db: Reader, { subject, patient_id }: Person): Promise<Timed[]> {
  const events = await accountEventsOf(db, subject)
  const [passkeys, removed] = [await passkeysOf(db, patient_id), await removedPasskeysOf(db, patient_id)]
  return [
    ...events.map(({ id, kind, device, at }): Timed => {
      const by = kind === 'signed-in' || kind === 'recovered' ? 'me' : 'erabu'
      return { id: `account.${id}`, at, kind, by, device }
    }),
    ...[...passkeys, ...removed].map(
      ({ id, created_at: at }): Timed => ({
        id: `passkey.${short(id)}`,
        at,
        kind: 'passkey-added',
        by: 'me',
      }),
    ),
    ...removed.map(
      ({ id, removed_at: at }): Timed => ({
        id: `removed.${short(id)}`,
        at,
        kind: 'passkey-removed',
        by: 'me',
      }),
    ),
  ]
}

const linkagesIn = async (db: Reader, { subject }: Person): Promise<Timed[]> =>
  (await everyLinkageOf(db, subject)).flatMap(({ id, database_id, purpose, registered_at, removed_at }) => {
    const of = { by: 'holder', database: database_id, purpose } as const
    const linked: Timed = { ...of, id: `linked.${id}`, at: registered_at, kind: 'linked' }
    return removed_at === null
      ? [linked]
      : [linked, { ...of, id: `unlinked.${id}`, at: removed_at, kind: 'unlinked' }]
  })

const decidedBy = async (db: Reader, { subject }: Person): Promise<Timed[]> =>
  (await decisionsOf(db, { subject, before: EVERY }, EVERY)).map((row) => ({
    id: `decided.${row.id}`,
    at: row.recorded_at,
    kind: 'decided' as const,
    ...madeBy(row),
    decision: {
      id: row.id,
      choice: row.choice,
      scope: scopeOf(row),
      receipt_number: row.receipt_number,
    },
  }))

/** While a holder's set differs from ours, nobody can say which changes it acts on. */
const changed = async (db: Reader, { subject }: Person): Promise<Timed[]> =>
  (await changesOf(db, subject)).flatMap((row) => {
    const { linkage_id, generation, kind, database_id: database, purpose, recorded_at, published_at } = row
    const of = { database, purpose, change: kind === 'revoke' ? 'stop' : 'allow' } as const
    const ref = `${linkage_id}.${generation}.${kind}`
    const applied_at = row.mismatch_since === null ? row.applied_at : null
    // Rounds are whole seconds, so that second may have begun before the decision was made.
    const told = Math.max(published_at, recorded_at)
    const entries: Timed[] = [{ ...of, id: `told.${ref}`, at: told, kind: 'told', by: 'erabu' }]
    if (row.received_at !== null)
      entries.push({ ...of, id: `received.${ref}`, at: row.received_at, kind: 'received', by: 'holder' })
    if (applied_at !== null)
      entries.push({ ...of, id: `applied.${ref}`, at: applied_at, kind: 'applied', by: 'holder' })
    return entries
  })

const reported = async (db: Reader, { subject }: Person): Promise<Timed[]> =>
  (await outcomesOf(db, subject)).map((row) => ({
    id: `outcome.${row.linkage_id}.${row.generation}.${row.ordinal}`,
    at: row.at,
    kind: 'outcome',
    by: 'holder',
    database: row.database_id,
    purpose: row.purpose,
    outcome: {
      code: row.code,
      ...(row.reason === null ? {} : { reason: row.reason }),
      ...(row.until === null ? {} : { until: row.until }),
    },
  }))

async function used(db: Reader, { subject }: Person): Promise<Timed[]> {
  const [uses, projects] = [await usagesOf(db, subject), await projectsOf(db, subject)]
  return [
    ...uses.map(
      (use): Timed => ({
        id: `used.${use.id}`,
        at: use.reported_at,
        kind: 'used',
        by: 'holder',
        database: use.database_id,
        purpose: use.purpose,
        project: { id: use.project_id, title: use.title, organisation: use.organisation },
        from: use.from_day,
        to: use.to_day,
        class: gravest(use.classes),
      }),
    ),
    ...projects.flatMap(({ database_id, project_id, title, organisation, erased_on, at, change }): Timed[] =>
      erased_on === null
        ? []
        : [
            {
              id: `erased.${change}`,
              at,
              kind: 'erased',
              by: 'holder',
              database: database_id,
              project: { id: project_id, title, organisation },
              erased_on,
            },
          ],
    ),
  ]
}

const cases = async (db: Reader, { subject }: Person): Promise<Timed[]> =>
  (await casesOf(db, subject)).flatMap((row) => {
    const { number, database_id: database, opened_by, opened_at, due_on, answer, answered_at } = row
    const opened: Timed = {
      id: `case.${number}`,
      at: opened_at,
      kind: 'case-opened',
      by: opened_by,
      ...(database === '' ? {} : { database }),
      case: { number, due_on },
    }
    if (answer === null || answered_at === null) return [opened]
    const answered: Timed = {
      ...opened,
      id: `answered.${number}`,
      at: answered_at,
      kind: 'case-answered',
      by: 'erabu',
      case: { number, due_on, answer },
    }
    return [opened, answered]
  })
