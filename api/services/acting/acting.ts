import type { Logger } from 'pino'
import { type Acting, actingOf } from '../../auth/acting.ts'
import type { SessionLife } from '../../auth/session-life.ts'
import type { PatientSession, Renewed, SessionRights } from '../../auth/session-rights.ts'
import type { PeopleAnswer } from '../../contract/acting.ts'
import { endOf, mayActFor } from '../../domain/acting.ts'
import { dayInJapan, timestamp } from '../../domain/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import type { Identification } from '../../portal/identification.ts'
import {
  type Grant,
  type Portal,
  type PortalAnswer,
  PortalExpired,
  PortalMismatch,
  PortalNotRepresented,
  PortalUnavailable,
} from '../../portal/portal.ts'
import { unseal } from '../../portal/sealed.ts'
import { NumbersOfTwoPeople, SourceUnavailable } from '../../portal/sources/source.ts'
import { ProblemError } from '../../problem.ts'
import { noteAccount } from '../../store/people/account-events.ts'
import { dropChallenges } from '../../store/people/challenges.ts'
import { readyProofing } from '../../store/people/proofings.ts'
import type { SessionRow } from '../../store/people/rows.ts'
import { updateSession } from '../../store/people/sessions.ts'
import type { Store } from '../../store/store.ts'
import { subjectOfResult } from '../identity/answered.ts'
import type { Kin } from '../identity/kin.ts'
import type { Roots } from '../identity/roots.ts'
import { noteNotDisclosed } from '../safety/safety.ts'

/** The consent by which a session is proofed, and when that ends, in ms since 1970. */
type Granted = { grant: Grant; until: number }

/**
 * Acting for a child or a ward. The portal alone says for whom one may act. It is asked when somebody begins, and again
 * at each decision; nothing of those people is kept but the subject of the one for whom a session acts.
 */
export function createActing({
  store,
  portal,
  identification,
  roots,
  kin,
  clock,
  random,
  life,
  rights,
  log,
}: {
  store: Store
  portal: Portal
  identification: Identification
  roots: Roots
  kin: Kin
  clock: Clock
  random: Random
  life: SessionLife
  rights: SessionRights
  log: Logger
}) {
  const now = () => clock.now().getTime()

  /**
   * The consent by which this session is proofed, and when that ends.
   * @throws ProblemError proofing-required
   */
  async function grantOf(session: PatientSession, secret: string | undefined): Promise<Granted> {
    const of = { session_id: session.id, now: now() }
    const proofing = life.isProofed(session) ? await store.read((db) => readyProofing(db, of)) : null
    if (!proofing || !secret) throw new ProblemError('proofing-required')
    const { grant } = await unseal(proofing.sealed, secret)
    if (!grant) throw new ProblemError('proofing-required')
    return { grant, until: Math.min(proofing.expires_at, life.proofedUntil(session)) }
  }

  /** The portal's answer. @throws ProblemError portal-unavailable, proofing-required, not-represented */
  async function ask(grant: Grant, ref?: string): Promise<PortalAnswer> {
    try {
      const answer = await portal.result(grant, ref)
      if (!answer) throw new PortalUnavailable('the portal is still working')
      return answer
    } catch (error) {
      if (error instanceof PortalUnavailable) throw new ProblemError('portal-unavailable')
      if (error instanceof PortalExpired) throw new ProblemError('proofing-required')
      if (error instanceof PortalNotRepresented) throw new ProblemError('not-represented')
      if (!(error instanceof PortalMismatch)) throw error
      log.warn({ reason: error.message }, 'portal answer refused')
      throw new ProblemError('not-represented')
    }
  }

  /** Whom the portal's list names now. @throws ProblemError portal-unavailable, proofing-required */
  async function named(grant: Grant): Promise<PortalAnswer['represents']> {
    const today = dayInJapan(clock.now())
    return (await ask(grant)).represents.filter((one) => mayActFor(one, today))
  }

  /** Whom the portal calls `ref`. @throws ProblemError portal-unavailable, proofing-required, not-represented */
  async function represented(
    session: PatientSession,
    { grant, until }: Granted,
    ref: string,
  ): Promise<Acting> {
    const { result, represented: found } = await ask(grant, ref)
    if (!found || !mayActFor(found, dayInJapan(clock.now()))) throw new ProblemError('not-represented')
    const subject = await subjectOfResult({ store, identification, roots, kin }, result, now()).catch(
      (error: unknown) => {
        if (error instanceof SourceUnavailable) throw new ProblemError('portal-unavailable')
        if (!(error instanceof NumbersOfTwoPeople)) throw error
        log.warn('the numbers of somebody who is represented belong to several: an insurer has to look')
        return null
      },
    )
    // Somebody whom no source knows has no records here; one's own numbers are not those of a child (I12).
    if (subject === null || subject === session.subject) throw new ProblemError('not-represented')
    const ends = Math.min(until, endOf(found.until) ?? until)
    return { ref, subject, relation: found.relation, until: ends, not_disclosed: result.not_disclosed }
  }

  /**
   * Which one of several of a relation the portal's list says that somebody is; absent: there is one.
   * @throws ProblemError proofing-required, portal-unavailable, not-represented
   */
  async function placeOf(
    grant: Grant,
    { ref, relation }: Pick<Acting, 'ref' | 'relation'>,
  ): Promise<Pick<Acting, 'nth'>> {
    const alike = (await named(grant)).filter((one) => one.relation === relation)
    const at = alike.findIndex((one) => one.ref === ref)
    if (at < 0) throw new ProblemError('not-represented')
    return alike.length > 1 ? { nth: at + 1 } : {}
  }

  /** From now on this session is shown nothing more of whom it acts for, as when the ten minutes are over. */
  async function lapse(session: PatientSession, ref: string): Promise<void> {
    await store.transact(async (tx) => {
      const current = await rights.again(tx, session)
      const acting = actingOf(current)
      if (acting?.ref !== ref) return
      const until = Math.min(acting.until, now())
      await updateSession(tx, session.id, { acting: JSON.stringify({ ...acting, until }) })
    })
  }

  /** Does what the portal has to allow. A session that acts for them ends doing so where the portal says no. */
  async function orLapse<T>(session: PatientSession, ref: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'not-represented') await lapse(session, ref)
      throw error
    }
  }

  return {
    /** Whom the portal lets this person act for. @throws ProblemError proofing-required, portal-unavailable */
    async people(session: PatientSession, secret: string | undefined): Promise<PeopleAnswer> {
      const { grant, until } = await grantOf(session, secret)
      const represents = await named(grant)
      const acting = actingOf(session)
      if (acting && !represents.some(({ ref }) => ref === acting.ref)) await lapse(session, acting.ref)
      return {
        people: represents.map(({ ref: id, relation, until }) => ({ id, relation, until })),
        known_until: timestamp(until),
      }
    },

    /**
     * Binds a session to somebody whom the portal calls `ref`, under a new secret. The session's challenges end: none
     * that was asked for one person is answered for another.
     * @throws ProblemError proofing-required, not-represented, portal-unavailable, not-signed-in
     */
    async begin(session: PatientSession, secret: string | undefined, ref: string): Promise<Renewed> {
      const acting: Acting = await orLapse(session, ref, async () => {
        const granted = await grantOf(session, secret)
        const found = await represented(session, granted, ref)
        return { ...found, ...(await placeOf(granted.grant, found)) }
      })
      return rights.gain(session, [session.subject, acting.subject], async (tx, current) => {
        if (!life.isProofed(current) || now() >= acting.until) throw new ProblemError('proofing-required')
        await dropChallenges(tx, session.id)
        const { subject, not_disclosed } = acting
        await noteNotDisclosed(tx, subject, not_disclosed)
        const happened = { subject, kind: 'asked', device: session.device, at: now() } as const
        await noteAccount(tx, [{ id: random.id(), ...happened }])
        return { acting: JSON.stringify(acting) }
      })
    },

    /** Makes a session its own person's again, under a new secret. @throws ProblemError not-signed-in */
    end: (session: SessionRow): Promise<Renewed> =>
      rights.gain(session, [], async (tx) => {
        await dropChallenges(tx, session.id)
        return { acting: null }
      }),

    /**
     * Asks the portal once more, before a decision is recorded.
     * @throws ProblemError proofing-required, not-represented, portal-unavailable
     */
    async confirm(session: PatientSession, secret: string | undefined): Promise<void> {
      const acting = actingOf(session)
      if (!acting) return
      await orLapse(session, acting.ref, async () => {
        const granted = await grantOf(session, secret)
        const { subject, relation, not_disclosed } = await represented(session, granted, acting.ref)
        if (
          subject !== acting.subject ||
          relation !== acting.relation ||
          not_disclosed !== acting.not_disclosed
        )
          throw new ProblemError('not-represented')
      })
    },
  }
}

export type ActingService = ReturnType<typeof createActing>
