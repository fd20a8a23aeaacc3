import { createHmac, createSecretKey } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosk } from '../registries/kiosks.ts'
import { createBuckets, type Rate } from './buckets.ts'
import { clientAddress } from './client-address.ts'
import type { Env } from './env.ts'

/**
 * What no screen of ours and no holder at work comes near. An address may be a whole clinic, or a mobile network with
 * thousands behind it: to begin, a person needs about ten requests.
 */
const RATES = {
  address: { perSecond: 50, burst: 1000 },
  session: { perSecond: 50, burst: 1000 },
  // To the person, whatever sessions they come from. Each decision is two requests and a gesture, and is kept for ever.
  decision: { perSecond: 1 / 4, burst: 500 },
  // Each opens a session and is a signature to verify: nobody signs in once a minute all day.
  signIn: { perSecond: 1 / 60, burst: 60 },
  kiosk: { perSecond: 50, burst: 1000 },
  client: { perSecond: 100, burst: 2000 },
}
export type Rates = Record<keyof typeof RATES, Rate>

export type Limits = ReturnType<typeof createLimits>

/**
 * Limits of rate, each process for itself: they are there to bound what one party costs, and n processes bound it at n
 * times as much.
 *
 * A request is charged to who it is shown to come from: a signed-in or proofed session, a kiosk, a client. Only where
 * nobody is shown it is charged to its address. The worst that can happen here is an opt-out that is lost or late, so
 * nobody who has signed in is kept waiting by others behind the same address, decisions are counted apart from
 * whatever else a session asks for, and in doubt (no address to be told, more keys than are remembered) a request is
 * let through. Before the sign-in a flood cannot be told from its neighbours: they share what their address has.
 *
 * Not limited is what costs next to nothing or may not be missed: public documents, pages, status lists, polls.
 * @param kioskOf who asks, where it is a kiosk.
 */
export function createLimits(
  {
    config,
    clock,
    random,
    kioskOf,
  }: { config: Config; clock: Clock; random: Random; kioskOf: (c: Context<Env>) => Kiosk | null },
  rates: Rates = RATES,
) {
  // Made anew at each start: what is kept in memory of an address says nothing without it, nor to the next process.
  const secret = createSecretKey(random.bytes(32))
  const { monotonic } = clock
  const buckets = {
    address: createBuckets(rates.address, monotonic),
    session: createBuckets(rates.session, monotonic),
    decision: createBuckets(rates.decision, monotonic),
    signIn: createBuckets(rates.signIn, monotonic),
    kiosk: createBuckets(rates.kiosk, monotonic),
    client: createBuckets(rates.client, monotonic),
  }

  /** @throws ProblemError rate-limited */
  function charge(kind: keyof Rates, to: string): void {
    const key = createHmac('sha256', secret).update(to).digest('base64url')
    const wait = buckets[kind].take(key)
    if (wait > 0)
      throw new ProblemError('rate-limited', {
        headers: { 'Retry-After': String(Math.ceil(wait / 1000)) },
        reason: `by ${kind}`,
      })
  }

  function chargeAddress(c: Context<Env>): void {
    const peer = c.env?.incoming?.socket.remoteAddress
    const address = clientAddress(peer, c.req.header('x-forwarded-for'), config.proxies)
    if (address !== null) charge('address', address)
  }

  return {
    /** For a person who has shown that they hold a passkey of theirs. @throws ProblemError rate-limited */
    chargeSignIn: (subject: string): void => charge('signIn', subject),

    /** For a holder that has shown who it is. @throws ProblemError rate-limited */
    chargeClient: (client_id: string): void => charge('client', client_id),

    /** For what is asked before anybody can be known. */
    byAddress: createMiddleware<Env>(async (c, next) => {
      chargeAddress(c)
      await next()
    }),

    /** For what patients, kiosks and staff ask, once the session is found. */
    byPerson: createMiddleware<Env>(async (c, next) => {
      const session = c.get('session')
      const shown = session && (session.subject ?? session.staff_key ?? session.kiosk_id) !== null
      const kiosk = shown ? null : kioskOf(c)
      if (session && isDecision(c)) charge('decision', session.subject ?? session.id)
      else if (session) charge('session', session.id)
      if (kiosk) charge('kiosk', kiosk.id)
      else if (!shown) chargeAddress(c)
      await next()
    }),
  }
}

/** Whether somebody asks for the options of a decision, or decides. */
export const isDecision = (c: Context<Env>): boolean =>
  c.req.method === 'POST' && /^\/api\/decisions\b/.test(c.req.path)
