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
 * Limits that no screen of ours and no working holder reaches. An address may be a whole clinic, or a mobile network
 * with thousands of people. To begin, a person needs about ten requests.
 */
const RATES = {
  address: { perSecond: 50, burst: 1000 },
  session: { perSecond: 50, burst: 1000 },
  // Per person, across all their sessions. Each decision is two requests and a gesture, and is kept for ever.
  decision: { perSecond: 1 / 4, burst: 500 },
  // Each sign-in opens a session and verifies a signature: nobody signs in once a minute all day.
  signIn: { perSecond: 1 / 60, burst: 60 },
  kiosk: { perSecond: 50, burst: 1000 },
  client: { perSecond: 100, burst: 2000 },
}
export type Rates = Record<keyof typeof RATES, Rate>

export type Limits = ReturnType<typeof createLimits>

/**
 * Rate limits, kept by each process for itself. They bound what one party costs; n processes allow n times as much.
 *
 * A request is charged to whom it provably comes from: a signed-in or proofed session, a kiosk, a client. Only
 * without such proof is it charged to its address.
 *
 * The worst possible harm is an opt-out that is lost or late. So nobody who has signed in waits for others behind the
 * same address, and decisions are counted apart from other requests of a session. In doubt a request is let through:
 * no address is known, or the key was evicted. Before the sign-in a flood cannot be told from its neighbours: they
 * share the limit of their address.
 *
 * Not limited is what costs next to nothing or must not be missed: public documents, pages, status lists, polls.
 * @param kioskOf the kiosk that asks, if it is one.
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
  // New at each start: without it the stored hash of an address reveals nothing, and the next process has another.
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
    /** For a person who has proved that they hold their passkey. @throws ProblemError rate-limited */
    chargeSignIn: (subject: string): void => charge('signIn', subject),

    /** For an authenticated holder. @throws ProblemError rate-limited */
    chargeClient: (client_id: string): void => charge('client', client_id),

    /** For one of the staff of a desk, who enters or confirms a form. @throws ProblemError rate-limited */
    chargeDesk: (staff: string): void => charge('decision', `desk ${staff}`),

    /** For requests that come before anybody can be identified. */
    byAddress: createMiddleware<Env>(async (c, next) => {
      chargeAddress(c)
      await next()
    }),

    /** For requests of patients, kiosks and staff, once the session is found. */
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

/** Whether the request asks for the options of a decision, or decides. */
export const isDecision = (c: Context<Env>): boolean =>
  c.req.method === 'POST' && /^\/api\/decisions\b/.test(c.req.path)
