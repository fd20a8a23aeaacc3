import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { AuditTrail } from '../../audit/trail.ts'
import type { Challenges } from '../../auth/challenges.ts'
import type { DeskRights, StaffSession } from '../../auth/desk/rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { Config } from '../../config.ts'
import type { EntryOptions, SignedEntry } from '../../contract/desk/entries.ts'
import { decisionDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { coveredDatabases, jcs } from '../../domain/decision.ts'
import {
  type DeskAssertion,
  type DeskEvidence,
  deskChannel,
  entryChallenge,
} from '../../domain/desk/evidence.ts'
import type { Random } from '../../domain/random.ts'
import { receiptNumber, receiptPayload } from '../../domain/receipt.ts'
import type { Limits } from '../../http/limits.ts'
import type { Signer } from '../../keys/signer.ts'
import { ProblemError } from '../../problem.ts'
import { endEntry, findEntry, lockEntry } from '../../store/desk/entries.ts'
import type { DeskEntryRow } from '../../store/desk/rows.ts'
import { type Keyed, staffById } from '../../store/desk/staff.ts'
import { lockLinkagesOf, lockPeople } from '../../store/locks.ts'
import { findDecision, insertDecision } from '../../store/records/decisions.ts'
import type { DecisionRow } from '../../store/records/rows.ts'
import { columnsOf } from '../../store/records/scopes.ts'
import type { Reader, Store } from '../../store/store.ts'
import type { CarryOut } from '../carry-out.ts'
import { assertionOf, credentialOf } from './entries.ts'
import { keyOf, noteKeyUse, usesKey } from './keys.ts'

type Begun = { entry: SignedEntry; nonce: string }

/**
 * A second person of a desk confirms a form that somebody else has entered. Their assertion and the enterer's are over the
 * same entry (I7). Only then is the stop recorded, together with its revocations and its receipt.
 */
export function createDeskConfirmations({
  store,
  audit,
  clock,
  random,
  config,
  databases,
  signer,
  limits,
  challenges,
  deskRights,
  carryOut,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  config: Config
  databases: Databases
  signer: Signer
  limits: Pick<Limits, 'chargeDesk'>
  challenges: Challenges
  deskRights: DeskRights
  carryOut: CarryOut
}) {
  const now = () => clock.now().getTime()

  /** Whoever asks, and an entry of their desk. @throws ProblemError not-signed-in, not-found */
  const own = (session: StaffSession, id: string): Promise<{ staff: Keyed; entry: DeskEntryRow }> =>
    store.read(async (db) => {
      const staff = await staffById(db, session.staff_id)
      if (!staff || staff.blocked_at !== null) throw new ProblemError('not-signed-in')
      const entry = await findEntry(db, { id, desk: staff.desk })
      if (!entry) throw new ProblemError('not-found')
      return { staff, entry }
    })

  /** @throws ProblemError same-staff, entry-ended, enterer-blocked */
  function requireOther(entry: DeskEntryRow, self: Keyed, enterer: Keyed | null | undefined): void {
    if (entry.state !== 'entered') throw new ProblemError('entry-ended')
    if (entry.entered_by === self.id) throw new ProblemError('same-staff')
    // Whoever got a new key is the same person under the same name.
    if (enterer?.name === self.name) throw new ProblemError('same-staff')
    if (!enterer || enterer.blocked_at !== null) throw new ProblemError('enterer-blocked')
  }

  /** The receipt of an entry that is recorded; null: it is not. */
  const recordedAs = async (db: Reader, { id, subject, state }: DeskEntryRow): Promise<DecisionRow | null> =>
    state === 'recorded' ? findDecision(db, { id, subject }) : null

  function rowOf(entry: DeskEntryRow, confirmation: DeskAssertion, at: number): Omit<DecisionRow, 'ordinal'> {
    const signed = JSON.parse(entry.entry) as SignedEntry
    const evidence: DeskEvidence = {
      ...signed,
      channel: deskChannel(entry.desk),
      assertions: [JSON.parse(entry.assertion) as DeskAssertion, confirmation],
    }
    const { decision } = signed
    const number = receiptNumber(random.bytes(12))
    const payload = receiptPayload({
      issuer: config.origin,
      iat: Math.floor(at / 1000),
      number,
      decision,
      databases: coveredDatabases(decision.scope, databases.all).map(({ id }) => id),
      evidence,
    })
    return {
      id: decision.id,
      subject: entry.subject,
      choice: decision.choice,
      ...columnsOf(decision.scope),
      text: decision.text,
      locale: decision.locale,
      device: 'shared',
      recorded_at: at,
      evidence: jcs(evidence),
      receipt_number: number,
      receipt: signer.sign('receipt+jwt', payload),
      desk: entry.desk,
      acting: null,
      acting_patient: null,
    }
  }

  return {
    /** What a second key is to sign. @throws ProblemError not-signed-in, not-found, rate-limited, and as `requireOther` says */
    async options(session: StaffSession, id: string): Promise<EntryOptions> {
      const { staff, entry } = await own(session, id)
      limits.chargeDesk(staff.id)
      requireOther(entry, staff, await store.read((db) => staffById(db, entry.entered_by)))
      const signed = JSON.parse(entry.entry) as SignedEntry
      const nonce = random.bytes(32).toString('base64url')
      const options = await challenges.ask(
        { id: session.id, device: 'shared' },
        'desk-confirm',
        { entry: signed, nonce } satisfies Begun,
        { challenge: entryChallenge(nonce, 'confirm', signed), allowCredentials: [credentialOf(staff)] },
      )
      return { entry: signed, nonce, options: { ...options, hints: ['security-key'] } }
    },

    /**
     * Records the stop of an entry. An entry that is recorded already has the same receipt.
     * @throws ProblemError challenge-expired, decision-mismatch, passkey-rejected, not-signed-in, not-found, rate-limited,
     *   and as `requireOther` says
     */
    async confirm(
      session: StaffSession,
      id: string,
      response: AuthenticationResponseJSON,
    ): Promise<DecisionRow> {
      const { staff, entry } = await own(session, id)
      limits.chargeDesk(staff.id)
      const done = await store.read((db) => recordedAs(db, entry))
      if (done) return done
      const { payload, expected } = await challenges.take<Begun>(
        { id: session.id, device: 'shared' },
        'desk-confirm',
        response,
      )
      if (jcs(payload.entry) !== entry.entry) throw new ProblemError('decision-mismatch')
      const counter = await usesKey(response, staff, expected, 'before')
      const confirmation = assertionOf('confirm', payload.nonce, staff, response)
      return store.transact(async (tx) => {
        await lockPeople(tx, [entry.subject])
        await lockLinkagesOf(tx, [entry.subject])
        const { self, live } = await deskRights.staff(tx, session, [entry.entered_by])
        const current = await lockEntry(tx, entry.id)
        if (!current) throw new ProblemError('not-found')
        const meanwhile = await recordedAs(tx, current)
        if (meanwhile) return meanwhile
        requireOther(current, self, live.get(current.entered_by))
        await noteKeyUse(tx, self, keyOf(staff), counter)
        const at = now()
        const row = await insertDecision(tx, rowOf(current, confirmation, at))
        await carryOut(tx, row)
        await endEntry(tx, current.id, { state: 'recorded', ended_by: self.id, ended_at: at, reason: null })
        await audit.record(tx, { kind: 'decision', reference: row.id, digest: decisionDigest(row) })
        return row
      })
    },
  }
}

export type DeskConfirmations = ReturnType<typeof createDeskConfirmations>
