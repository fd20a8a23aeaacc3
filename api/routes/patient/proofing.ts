import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { createProofingCookie } from '../../auth/cookies.ts'
import { createKioskReturns } from '../../auth/kiosk-returns.ts'
import { hashSecret } from '../../auth/session-cookie.ts'
import { PROOFED_MS } from '../../auth/session-life.ts'
import { Superseded } from '../../auth/session-rights.ts'
import type { Sessions } from '../../auth/sessions.ts'
import type { CoverageAnswer } from '../../contract/patient.ts'
import {
  type ProofingAnswer,
  ProofingBody,
  type ProofingStarted,
  type ProofingStatus,
} from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { subjectOf } from '../../domain/token.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { PortalExpired, PortalMismatch, type PortalResult, PortalUnavailable } from '../../portal/portal.ts'
import { NumbersOfTwoPeople, ResolverUnavailable } from '../../portal/resolver.ts'
import { seal, unseal } from '../../portal/sealed.ts'
import { ProblemError } from '../../problem.ts'
import {
  consumeState,
  deleteProofings,
  findProofing,
  findProofingBySecret,
  insertProofing,
  settleProofing,
  updateProofing,
} from '../../store/people/proofings.ts'
import { findSessionById, updateSession } from '../../store/people/sessions.ts'
import type { ProofingRow, SessionRow } from '../../store/schema.ts'

const LIFE_MS = 10 * 60_000

/** How a proofing stands: as its row says, and as the portal and the resolver are. */
type Standing = ProofingStatus | 'wrong-link'

/** Identity proofing through the portal: begin, come back, ask how it stands, see the coverage. */
export function createProofingRoutes(deps: Deps, sessions: Sessions) {
  const { config, store, audit, portal, resolver, chance, keys, kiosks, log } = deps
  const cookie = createProofingCookie(config.origin)
  const returns = createKioskReturns({ kiosks, store, chance })
  const now = () => chance.now().getTime()
  const token = () => chance.bytes(32).toString('base64url')

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

  /** Whom the portal's answer is about; null: nobody that is known. @throws NumbersOfTwoPeople, ResolverUnavailable */
  async function subjectOfResult(result: PortalResult): Promise<string | null> {
    const id5 = await resolver.id5(coveragesOf(result))
    return id5 === null ? null : subjectOf(keys.subject, id5)
  }

  /**
   * Asks the portal for the ordered result, and on the first answer notes who sits at this session. Of several requests
   * at once one is told `ready` and gets the cookie of the proofed session; the others have to ask again with it.
   */
  async function advance(
    c: Context<Env>,
    session: SessionRow,
    proofing: ProofingRow,
    secret: string | undefined,
  ): Promise<Standing> {
    if (proofing.status === 'started') return 'pending'
    if (proofing.status !== 'pending') return proofing.status
    const { grant } = await unseal(proofing.sealed, secret)
    if (!grant) return 'unavailable'
    try {
      const result = await portal.result(grant)
      if (!result) return 'pending'
      const subject = await subjectOfResult(result)
      if (session.patient_id !== null && session.subject !== subject) return settle(proofing, 'mismatch')
      await sessions.gain(c, session, [], async (tx) => {
        const ready = { status: 'ready', expires_at: now() + PROOFED_MS } as const
        if (!(await settleProofing(tx, proofing.id, ready))) throw new Superseded()
        return { subject, proofed_at: subject === null ? null : now() }
      })
      return 'ready'
    } catch (error) {
      if (error instanceof Superseded) return 'pending'
      if (error instanceof NumbersOfTwoPeople) {
        log.warn(
          { proofing: proofing.id },
          'the numbers of one person belong to several: an insurer has to look',
        )
        return settle(proofing, 'wrong-link')
      }
      if (error instanceof PortalExpired) return settle(proofing, 'expired')
      if (error instanceof PortalMismatch) {
        log.warn({ reason: error.message }, 'portal answer refused')
        return settle(proofing, 'mismatch')
      }
      if (error instanceof PortalUnavailable || error instanceof ResolverUnavailable) return 'unavailable'
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

  /** The page that a proofing goes back to: with the request's id, or with null where the answer is refused. */
  async function pageOf(proofing: ProofingRow, request: string | null): Promise<string> {
    const query = request === null ? 'error=state-rejected' : `request=${request}`
    if (proofing.return_to !== 'kiosk') return `/proofing?${query}`
    const session = await store.read((db) => findSessionById(db, proofing.session_id))
    if (!session?.kiosk_id || !kiosks.inService(session.kiosk_id)) return `/kiosk?${query}`
    return returns.pageFor(session, { request, refused: request === null, view: proofing.view })
  }

  /** The page that an answer leads to which is refused: where this browser opened it before, what came of it then. */
  async function pageOfRefused(secret: string | undefined, state: string | undefined): Promise<string> {
    const begun = secret ? await store.read((db) => findProofingBySecret(db, hashSecret(secret))) : null
    if (!begun) return '/proofing?error=state-rejected'
    const opened = begun.status !== 'started' && state !== undefined && hashSecret(state) === begun.state_hash
    // At a kiosk a way back into a visit is good once.
    return pageOf(begun, opened && begun.return_to === 'patient' ? begun.id : null)
  }

  return new Hono<Env>()
    .post('/portal/requests', json(ProofingBody), async (c) => {
      const { device, return_to, view = null } = c.req.valid('json')
      const session = await sessions.ensure(c, device)
      const [state, secret, verifier, nonce] = [token(), token(), token(), token()]
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const { url, login_since } = await authorizeAt(session, { state, challenge, nonce })
      const proofing: ProofingRow = {
        id: chance.id(),
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
        await sessions.again(tx, session)
        await deleteProofings(tx, session.id)
        await insertProofing(tx, proofing)
      })
      cookie.set(c, secret, session.device === 'shared' ? null : LIFE_MS / 1000)
      const answer: ProofingStarted = { id: proofing.id, authorize_url: url }
      return c.json(answer, 201)
    })
    .get('/portal/callback', async (c) => {
      const { state, code, error } = c.req.query()
      const secret = cookie.get(c)
      const proofing =
        state && secret
          ? await store.transact((tx) =>
              consumeState(tx, {
                state_hash: hashSecret(state),
                secret_hash: hashSecret(secret),
                now: now(),
              }),
            )
          : null
      if (!proofing || !secret) {
        // A person gets a page of ours, a program the problem.
        if (c.req.header('accept')?.includes('text/html'))
          return c.redirect(await pageOfRefused(secret, state), 303)
        throw new ProblemError('state-rejected')
      }
      const back = await pageOf(proofing, proofing.id)
      const begun = await unseal(proofing.sealed, secret)
      // Whoever read the cookies before the consent must not ask for its answer: from here on another secret is needed.
      const renewed = token()
      const change = { secret_hash: hashSecret(renewed), sealed: await seal(begun, renewed) }
      await store.transact(async (tx) => {
        await updateProofing(tx, proofing.id, change)
        // Whoever comes back with secret and state has been at the portal all the while: that is not being idle.
        await updateSession(tx, proofing.session_id, { last_seen_at: now() })
      })
      cookie.set(c, renewed, proofing.device === 'shared' ? null : LIFE_MS / 1000)
      if (error === 'access_denied') await settle(proofing, 'declined')
      // Without a code the proofing has nothing to ask with, and says `unavailable`.
      if (!code) return c.redirect(back, 303)
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
      return c.redirect(back, 303)
    })
    .get('/portal/requests/:id', async (c) => {
      const session = sessions.require(c)
      const proofing = await own(session, c.req.param('id'))
      return c.json(answerOf(await advance(c, session, proofing, cookie.get(c))))
    })
    .get('/portal/requests/:id/coverage', async (c) => {
      const session = sessions.require(c)
      const proofing = await own(session, c.req.param('id'))
      if (proofing.status === 'pending' || proofing.status === 'started')
        throw new ProblemError('proofing-pending')
      if (proofing.status !== 'ready') throw new ProblemError('coverage-gone')
      const { grant } = await unseal(proofing.sealed, cookie.get(c))
      if (!grant) throw new ProblemError('coverage-gone')
      try {
        const result = await portal.result(grant)
        if (!result) throw new ProblemError('proofing-pending')
        // Since the proofing an insurer may have registered somebody else's number: theirs is not shown.
        if ((await subjectOfResult(result)) !== session.subject) throw new ProblemError('coverage-gone')
        const answer: CoverageAnswer = { ...result, shown_until: timestamp(proofing.expires_at) }
        return c.json(answer)
      } catch (error) {
        if (
          error instanceof PortalExpired ||
          error instanceof PortalMismatch ||
          error instanceof NumbersOfTwoPeople
        )
          throw new ProblemError('coverage-gone')
        if (error instanceof PortalUnavailable || error instanceof ResolverUnavailable)
          throw new ProblemError('portal-unavailable')
        throw error
      }
    })
}

const answerOf = (standing: Standing): ProofingAnswer =>
  standing === 'wrong-link' ? { status: 'mismatch', reason: 'numbers-of-two-people' } : { status: standing }

const coveragesOf = (result: PortalResult) => {
  const { insurer_number, number, symbol, branch } = result
  const current =
    insurer_number !== null && number !== null ? [{ insurer_number, number, symbol, branch }] : []
  return [...current, ...result.history]
}
