import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { AuditTrail } from '../audit/trail.ts'
import { type Acting, actingOf } from '../auth/acting.ts'
import type { KioskReturns } from '../auth/kiosk-returns.ts'
import { hashSecret } from '../auth/secrets.ts'
import { PROOFED_MS } from '../auth/session-life.ts'
import { type Renewed, type SessionRights, Superseded } from '../auth/session-rights.ts'
import type { Device, ProofingStatus } from '../contract/patient.ts'
import { mayActFor } from '../domain/acting.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import type { Identification } from '../portal/identification.ts'
import {
  type Portal,
  PortalExpired,
  PortalMismatch,
  PortalNotRepresented,
  type PortalResult,
  PortalUnavailable,
} from '../portal/portal.ts'
import { seal, unseal } from '../portal/sealed.ts'
import { NumbersOfTwoPeople, SourceUnavailable } from '../portal/sources/source.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosks } from '../registries/kiosks.ts'
import { noteAccount } from '../store/people/account-events.ts'
import { setUnderAge } from '../store/people/patients.ts'
import {
  consumeState,
  deleteProofings,
  findProofing,
  insertProofing,
  settleProofing,
  updateProofing,
} from '../store/people/proofings.ts'
import type { ProofingRow, SessionRow } from '../store/people/rows.ts'
import { updateSession } from '../store/people/sessions.ts'
import type { Store } from '../store/store.ts'
import { subjectOfResult } from './identity/answered.ts'
import type { Kin } from './identity/kin.ts'
import type { Roots } from './identity/roots.ts'
import { createProofingPages } from './proofing-pages.ts'
import { isSafe, noteNotDisclosed } from './safety/safety.ts'

/** How long a proofing may take, in ms. */
export const LIFE_MS = 10 * 60_000

/** How a proofing stands: as its row says, and as the portal and the resolver are. */
export type Standing = ProofingStatus | 'wrong-link'

/** `renewed`: the session that has become a proofed one. */
type Proofed = { standing: Standing; renewed?: Renewed }

/** A secret that only the browser holds: it opens what a proofing keeps. */
type Kept = { secret: string; device: Device }

/** Identity proofing through the portal: begin, come back, ask how it stands, see the coverage. */
export function createProofing({
  store,
  audit,
  portal,
  identification,
  clock,
  random,
  roots,
  kin,
  kiosks,
  kioskReturns,
  rights,
  log,
}: {
  store: Store
  audit: AuditTrail
  portal: Portal
  identification: Identification
  roots: Roots
  kin: Kin
  clock: Clock
  random: Random
  kiosks: Kiosks
  kioskReturns: KioskReturns
  rights: SessionRights
  log: Logger
}) {
  const { pageOf, pageOfRefused } = createProofingPages({ store, kiosks, kioskReturns })
  const now = () => clock.now().getTime()
  const token = () => random.bytes(32).toString('base64url')

  /**
   * Throws away an answer whose time is over or that is about somebody else, for good. Where a request beside this one
   * has settled it, that one tells how; this one says that it has to be asked again.
   */
  async function settle(
    proofing: ProofingRow,
    status: 'expired' | 'mismatch' | 'wrong-link' | 'declined',
  ): Promise<Standing> {
    const settled = await store.transact(async (tx) => {
      if (!(await settleProofing(tx, proofing.id, { status, sealed: '' }))) return false
      if (status === 'wrong-link') await audit.record(tx, { kind: status, reference: proofing.id })
      return true
    })
    return settled ? status : 'pending'
  }

  /** Whether somebody for whom one acts may be shown without places only. */
  const hides = async ({ subject, not_disclosed }: Acting): Promise<boolean> =>
    not_disclosed || (await store.read((db) => isSafe(db, subject)))

  /** @throws NumbersOfTwoPeople, SourceUnavailable */
  const subjectOf = (result: PortalResult) =>
    subjectOfResult({ store, identification, roots, kin }, result, now())

  /**
   * Asks the portal for the ordered result, and on the first answer notes who sits at this session. Of several requests
   * at once one is told `ready` and gets the secret of the proofed session; the others have to ask again with it.
   * @throws ProblemError not-signed-in
   */
  async function advance(
    session: SessionRow,
    proofing: ProofingRow,
    secret: string | undefined,
  ): Promise<Proofed> {
    if (proofing.status === 'started') return { standing: 'pending' }
    if (proofing.status !== 'pending') return { standing: proofing.status }
    const { grant } = await unseal(proofing.sealed, secret)
    if (!grant) return { standing: 'unavailable' }
    try {
      const answer = await portal.result(grant)
      if (!answer) return { standing: 'pending' }
      const subject = await subjectOf(answer.result)
      const under_age = answer.age_band === 'under-self-age' ? 1 : 0
      const today = dayInJapan(clock.now())
      const represents = answer.represents.filter((one) => mayActFor(one, today)).length
      if (session.patient_id !== null && session.subject !== subject)
        return { standing: await settle(proofing, 'mismatch') }
      const renewed = await rights.gain(session, subject === null ? [] : [subject], async (tx) => {
        const ready = { status: 'ready', expires_at: now() + PROOFED_MS } as const
        if (!(await settleProofing(tx, proofing.id, ready))) throw new Superseded()
        const [id, at] = [random.id(), now()]
        if (subject) await noteNotDisclosed(tx, subject, answer.result.not_disclosed)
        if (subject) await noteAccount(tx, [{ id, subject, kind: 'asked', device: session.device, at }])
        if (session.patient_id !== null) await setUnderAge(tx, session.patient_id, under_age)
        return { subject, proofed_at: subject === null ? null : at, represents, under_age }
      })
      return { standing: 'ready', renewed }
    } catch (error) {
      if (error instanceof Superseded) return { standing: 'pending' }
      if (error instanceof NumbersOfTwoPeople) {
        log.warn(
          { proofing: proofing.id },
          'the numbers of one person belong to several: an insurer has to look',
        )
        return { standing: await settle(proofing, 'wrong-link') }
      }
      if (error instanceof PortalExpired) return { standing: await settle(proofing, 'expired') }
      if (error instanceof PortalMismatch) {
        log.warn({ reason: error.message }, 'portal answer refused')
        return { standing: await settle(proofing, 'mismatch') }
      }
      if (error instanceof PortalUnavailable || error instanceof SourceUnavailable)
        return { standing: 'unavailable' }
      throw error
    }
  }

  /** @throws ProblemError not-found, also for a proofing of another session. */
  async function own(session: SessionRow, id: string): Promise<ProofingRow> {
    const proofing = await store.read((db) => findProofing(db, { id, session_id: session.id, now: now() }))
    if (!proofing) throw new ProblemError('not-found')
    return proofing
  }

  /**
   * Where a session goes for consent, and since when whoever gives it must have signed in.
   * @throws ProblemError portal-unavailable
   */
  async function authorizeAt(session: SessionRow, of: Parameters<typeof portal.authorizeUrl>[0]) {
    if (session.device === 'personal') return { url: portal.authorizeUrl(of), login_since: null }
    return portal.pushedUrl(of).catch((error: unknown) => {
      throw error instanceof PortalUnavailable ? new ProblemError('portal-unavailable') : error
    })
  }

  return {
    /** Begins a proofing in place of any other of the session. @throws ProblemError portal-unavailable, not-signed-in */
    async begin(
      session: SessionRow,
      { return_to, view }: Pick<ProofingRow, 'return_to' | 'view'>,
    ): Promise<Kept & { id: string; authorize_url: string }> {
      const [state, secret, verifier, nonce] = [token(), token(), token(), token()]
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const { url, login_since } = await authorizeAt(session, { state, challenge, nonce })
      const proofing: ProofingRow = {
        id: random.id(),
        session_id: session.id,
        state_hash: hashSecret(state),
        secret_hash: hashSecret(secret),
        sealed: await seal({ verifier, nonce, login_since }, secret),
        status: 'started',
        device: session.device,
        return_to,
        view,
        expires_at: now() + LIFE_MS,
      }
      await store.transact(async (tx) => {
        await rights.again(tx, session)
        await deleteProofings(tx, session.id)
        await insertProofing(tx, proofing)
      })
      return { id: proofing.id, authorize_url: url, secret, device: session.device }
    },

    pageOfRefused,

    /**
     * Opens the portal's answer, once. Whoever read the cookies before the consent must not ask for its result: from here
     * on another secret is needed.
     * @returns null: no proofing of this browser awaits it; else the new secret, and `take`, which fetches the grant and
     *   returns the page that the person goes back to.
     */
    async open(
      state: string | undefined,
      secret: string | undefined,
    ): Promise<
      | (Kept & { take(answer: { code: string | undefined; error: string | undefined }): Promise<string> })
      | null
    > {
      if (!state || !secret) return null
      const of = { state_hash: hashSecret(state), secret_hash: hashSecret(secret), now: now() }
      const proofing = await store.transact((tx) => consumeState(tx, of))
      if (!proofing) return null
      const back = await pageOf(proofing, proofing.id)
      const begun = await unseal(proofing.sealed, secret)
      const renewed = token()
      const change = { secret_hash: hashSecret(renewed), sealed: await seal(begun, renewed) }
      await store.transact(async (tx) => {
        await updateProofing(tx, proofing.id, change)
        // Whoever comes back with secret and state has been at the portal all the while: that is not being idle.
        await updateSession(tx, proofing.session_id, { last_seen_at: now() })
      })
      return {
        secret: renewed,
        device: proofing.device,
        async take({ code, error }) {
          if (error === 'access_denied') await settle(proofing, 'declined')
          // Without a code the proofing has nothing to ask with, and says `unavailable`.
          if (!code) return back
          try {
            const grant = await portal.begin({ code, ...begun })
            const sealed = await seal({ ...begun, grant }, renewed)
            await store.transact((tx) =>
              updateProofing(tx, proofing.id, { sealed, expires_at: now() + PROOFED_MS }),
            )
          } catch (failure) {
            if (failure instanceof PortalExpired) await settle(proofing, 'expired')
            else if (!(failure instanceof PortalUnavailable)) throw failure
          }
          return back
        },
      }
    },

    /** How a proofing of the session stands by now. @throws ProblemError not-found, not-signed-in */
    standing: async (session: SessionRow, id: string, secret: string | undefined): Promise<Proofed> =>
      advance(session, await own(session, id), secret),

    /**
     * The coverage as the portal returns it now: it is shown, never stored. `until`: for how long, in ms since 1970.
     * @throws ProblemError not-found, proofing-pending, coverage-gone, portal-unavailable
     */
    async coverage(
      session: SessionRow,
      id: string,
      secret: string | undefined,
    ): Promise<{ result: PortalResult; until: number }> {
      const proofing = await own(session, id)
      if (proofing.status === 'pending' || proofing.status === 'started')
        throw new ProblemError('proofing-pending')
      if (proofing.status !== 'ready') throw new ProblemError('coverage-gone')
      const { grant } = await unseal(proofing.sealed, secret)
      if (!grant) throw new ProblemError('coverage-gone')
      try {
        const acting = actingOf(session)
        const answer = await portal.result(grant, acting?.ref)
        if (!answer) throw new ProblemError('proofing-pending')
        const { result } = answer
        // Since the proofing an insurer may have registered somebody else's number: theirs is not shown.
        if ((await subjectOf(result)) !== (acting ?? session).subject) throw new ProblemError('coverage-gone')
        return { result: acting && (await hides(acting)) ? NO_PLACE : result, until: proofing.expires_at }
      } catch (error) {
        if (
          error instanceof PortalExpired ||
          error instanceof PortalMismatch ||
          error instanceof PortalNotRepresented ||
          error instanceof NumbersOfTwoPeople
        )
          throw new ProblemError('coverage-gone')
        if (error instanceof PortalUnavailable || error instanceof SourceUnavailable)
          throw new ProblemError('portal-unavailable')
        throw error
      }
    },
  }
}

export type Proofing = ReturnType<typeof createProofing>

/** What a representative is shown of somebody under protection: an insurer and a symbol tell a place. */
const NO_PLACE: PortalResult = {
  insurer_number: null,
  symbol: null,
  number: null,
  branch: null,
  qualified_on: null,
  history: [],
  not_disclosed: true,
}
