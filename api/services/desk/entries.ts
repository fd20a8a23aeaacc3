import type { AuthenticationResponseJSON, AuthenticatorTransport } from '@simplewebauthn/server'
import type { AuditTrail } from '../../audit/trail.ts'
import type { Challenges } from '../../auth/challenges.ts'
import type { DeskRights, StaffSession } from '../../auth/desk/rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { Texts } from '../../catalogue/texts.ts'
import { DESK_AUDIENCE } from '../../contract/catalogue-file.ts'
import type {
  EntryAnswer,
  EntryBody,
  EntryOptions,
  EntryOptionsBody,
  SignedEntry,
} from '../../contract/desk/entries.ts'
import { entryDigest, entryReturnDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { jcs } from '../../domain/decision.ts'
import { type DeskAssertion, entryChallenge, sealedHash } from '../../domain/desk/evidence.ts'
import { isPrinted, localeOf } from '../../domain/desk/form.ts'
import type { Random } from '../../domain/random.ts'
import { unreachable } from '../../domain/reach.ts'
import type { Limits } from '../../http/limits.ts'
import type { Identification, Opened } from '../../portal/identification.ts'
import { ProblemError } from '../../problem.ts'
import { endEntry, entryOfForm, insertEntry, lockEntry } from '../../store/desk/entries.ts'
import type { DeskEntryRow } from '../../store/desk/rows.ts'
import { type Keyed, staffById } from '../../store/desk/staff.ts'
import type { Store, Transactor } from '../../store/store.ts'
import type { Kin } from '../identity/kin.ts'
import type { Roots } from '../identity/roots.ts'
import { keyOf, noteKeyUse, usesKey } from './keys.ts'

/** The document was shown just now: what a terminal sealed is good for a few minutes. */
const SEAL_LIFE_S = 10 * 60

type Begun = { entry: SignedEntry; nonce: string }

/** One of the staff enters a signed form. It counts once somebody else has confirmed it. */
export function createDeskEntries({
  store,
  audit,
  clock,
  random,
  databases,
  texts,
  identification,
  roots,
  kin,
  limits,
  challenges,
  deskRights,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  databases: Databases
  texts: Texts
  identification: Identification
  roots: Roots
  kin: Kin
  limits: Pick<Limits, 'chargeDesk'>
  challenges: Challenges
  deskRights: DeskRights
}) {
  const now = () => clock.now().getTime()

  /** @throws ProblemError not-signed-in */
  async function staffOf(session: StaffSession): Promise<Keyed> {
    const staff = await store.read((db) => staffById(db, session.staff_id))
    if (!staff || staff.blocked_at !== null) throw new ProblemError('not-signed-in')
    return staff
  }

  /**
   * Whom a terminal has sealed just now for this form. A record by name, birth date and sex may be about several people,
   * so it is never enough.
   * @throws ProblemError subject-rejected, subject-for-another-database, subject-expired, sealed-used, person-unsure
   */
  async function open({ sealed, form }: EntryOptionsBody): Promise<Opened> {
    const opened = await identification.open(sealed, DESK_AUDIENCE, clock.now(), SEAL_LIFE_S)
    if ('error' in opened) throw new ProblemError(opened.error)
    if (opened.form !== undefined && opened.form !== form)
      throw new ProblemError('sealed-used', { reason: 'sealed for another form' })
    if (opened.scheme === 'id4' || opened.candidates.length > 0)
      throw new ProblemError('person-unsure', { reason: 'a subject of low precision' })
    return opened
  }

  /** What is to be signed. @throws ProblemError direction-refused, unknown-form, unknown-database, not-stoppable */
  function entryOf({ choice = 'stop', ...body }: EntryOptionsBody, desk: string): SignedEntry {
    if (choice !== 'stop') throw new ProblemError('direction-refused')
    const { form, version, scope, identity } = body
    const locale = localeOf(version)
    if (!locale || !isPrinted(form, version)) throw new ProblemError('unknown-form')
    const why = unreachable(scope, databases.all, 'scope.')
    if (why) throw new ProblemError(why.code, why.issues ? { issues: why.issues } : {})
    const words = texts.about(scope).find((one) => one.choice === 'stop' && one.locale === locale)
    if (!words) throw new ProblemError('unknown-text')
    const decision = { id: random.id(), choice: 'stop' as const, scope, text: words.text, locale }
    return { decision, desk, form, version, identity, sealed: sealedHash(body.sealed) }
  }

  /** An entry is what its challenge was made for, whatever id that has given it. */
  const isSame = (begun: SignedEntry, sent: SignedEntry): boolean =>
    jcs({ ...sent, decision: { ...sent.decision, id: begun.decision.id } }) === jcs(begun)

  /**
   * The entry that a form has already. @throws ProblemError form-used: it is about somebody else or something else, so that
   * nobody believes their own form was taken.
   */
  function known(
    found: DeskEntryRow,
    { subject, entry }: Pick<DeskEntryRow, 'subject' | 'entry'>,
  ): EntryAnswer {
    const [before, sent] = [JSON.parse(found.entry) as SignedEntry, JSON.parse(entry) as SignedEntry]
    const isSameForm =
      found.subject === subject &&
      found.desk === sent.desk &&
      jcs(before.decision.scope) === jcs(sent.decision.scope)
    if (!isSameForm) throw new ProblemError('form-used')
    return { id: found.id, state: found.state }
  }

  /** Nobody can confirm what a key entered that is blocked now: it is given back, so that the form counts once more. */
  async function giveBackOfBlocked(tx: Transactor, id: string, ended_by: string, at: number): Promise<void> {
    if ((await lockEntry(tx, id))?.state !== 'entered') throw new ProblemError('form-used')
    const ended = { ended_by, ended_at: at, reason: 'entered-wrongly' as const }
    await endEntry(tx, id, { state: 'returned', ...ended })
    await audit.record(tx, {
      kind: 'desk-returned',
      reference: id,
      digest: entryReturnDigest({ id, ...ended }),
    })
  }

  return {
    staffOf,

    /**
     * What a key is to sign over a form. It says nothing of whether the person is known.
     * @throws ProblemError not-signed-in, rate-limited, and as `open` and `entryOf` say
     */
    async options(session: StaffSession, body: EntryOptionsBody): Promise<EntryOptions> {
      const staff = await staffOf(session)
      limits.chargeDesk(staff.id)
      const entry = entryOf(body, staff.desk)
      await open(body)
      const nonce = random.bytes(32).toString('base64url')
      const options = await challenges.ask(
        { id: session.id, device: 'shared' },
        'desk-enter',
        { entry, nonce } satisfies Begun,
        { challenge: entryChallenge(nonce, 'enter', entry), allowCredentials: [credentialOf(staff)] },
      )
      return { entry, nonce, options: { ...options, hints: ['security-key'] } }
    },

    /**
     * Enters a form that a key has signed. The same form again is the same entry, unless whoever entered it was blocked.
     * @throws ProblemError challenge-expired, decision-mismatch, passkey-rejected, form-used, sealed-used,
     *   not-signed-in, rate-limited, and as `open` and `entryOf` say
     */
    async enter(session: StaffSession, { response, ...body }: EntryBody): Promise<EntryAnswer> {
      const staff = await staffOf(session)
      limits.chargeDesk(staff.id)
      const { payload, expected } = await challenges.take<Begun>(
        { id: session.id, device: 'shared' },
        'desk-enter',
        response,
      )
      const { entry, nonce } = payload
      if (!isSame(entry, entryOf(body, staff.desk))) throw new ProblemError('decision-mismatch')
      const opened = await open(body)
      const counter = await usesKey(response, staff, expected, 'before')
      const written = {
        id: entry.decision.id,
        form: entry.form,
        version: entry.version,
        desk: staff.desk,
        sealed_hash: entry.sealed,
        entry: jcs(entry),
        assertion: jcs(assertionOf('enter', nonce, staff, response)),
        entered_by: staff.id,
        state: 'entered' as const,
        ended_by: null,
        ended_at: null,
        reason: null,
      }
      const answer = await store.transact(async (tx) => {
        const at = now()
        const [root] = await roots.find(tx, 'person', [opened], at)
        if (!root) throw new Error('a sealed subject without an identifier')
        await kin.note(tx, [root], at)
        // What was noted about who may be one person stays, though nothing is entered.
        if (root.conflict) return 'unsure'
        const row: DeskEntryRow = { ...written, subject: root.subject, entered_at: at }
        const before = await entryOfForm(tx, row.form)
        const { self, live } = await deskRights.staff(tx, session, before ? [before.entered_by] : [])
        await noteKeyUse(tx, self, keyOf(staff), counter)
        if (before) {
          const isDead = before.state === 'entered' && !live.has(before.entered_by)
          if (!isDead || before.desk !== row.desk) return known(before, row)
          await giveBackOfBlocked(tx, before.id, self.id, at)
        }
        if (!(await insertEntry(tx, row))) {
          const meanwhile = await entryOfForm(tx, row.form)
          if (!meanwhile) throw new ProblemError('sealed-used')
          return known(meanwhile, row)
        }
        await audit.record(tx, { kind: 'desk-entered', reference: row.id, digest: entryDigest(row) })
        return { id: row.id, state: row.state }
      })
      if (answer === 'unsure')
        throw new ProblemError('person-unsure', { reason: 'the identifiers belong to several people' })
      return answer
    },
  }
}

export type DeskEntries = ReturnType<typeof createDeskEntries>

/** The key that is to sign, so that the browser asks for no other. */
export const credentialOf = (staff: Keyed) => ({
  id: staff.credential_id,
  transports: JSON.parse(staff.transports) as AuthenticatorTransport[],
})

/** What of an assertion is kept, so that anybody can verify it again. */
export const assertionOf = (
  act: DeskAssertion['act'],
  nonce: string,
  staff: Keyed,
  { response }: AuthenticationResponseJSON,
): DeskAssertion => ({
  act,
  nonce,
  credential_id: staff.credential_id,
  public_key: staff.public_key,
  client_data_json: response.clientDataJSON,
  authenticator_data: response.authenticatorData,
  signature: response.signature,
})
