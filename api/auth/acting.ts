import { createMiddleware } from 'hono/factory'
import type { ActingFor, For, Relation } from '../contract/acting.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Env } from '../http/env.ts'
import { ProblemError } from '../problem.ts'
import type { SessionRow } from '../store/people/rows.ts'

/** For whom a session acts, as it is kept with the session. */
export type Acting = {
  /** What the portal calls that person in this proofing. */
  ref: string
  subject: string
  relation: Relation
  /** Which one of several of that relation, from 1; absent: there is one. */
  nth?: number
  /** When it ends, in ms since 1970: with the proofing, or with the last day. */
  until: number
  not_disclosed: boolean
}

/** For whom this session acts; null: its own person, or nobody. */
export const actingOf = ({ acting }: Pick<SessionRow, 'acting'>): Acting | null =>
  acting === null ? null : (JSON.parse(acting) as Acting)

/** What every answer about that person carries. */
export const forOf = ({ relation, ref }: Acting): For => ({ relation, person: ref })

/** What a page is told of the session. */
export const actingView = (acting: Acting): ActingFor => ({
  ...forOf(acting),
  until: timestamp(acting.until),
  ...(acting.nth === undefined ? {} : { nth: acting.nth }),
  not_disclosed: acting.not_disclosed,
})

/**
 * What is served while a session acts for somebody; everything else is refused. `about`: that person · `session`: the
 * session itself, and nobody's records · `nobody`: no person at all.
 */
export const WHILE_ACTING: readonly [method: string, path: RegExp, serves: 'about' | 'session' | 'nobody'][] =
  [
    ['GET', /^\/api\/databases$/, 'about'],
    ['POST', /^\/api\/decisions(\/options)?$/, 'about'],
    ['GET', /^\/api\/decisions$/, 'about'],
    ['GET', /^\/api\/decisions\/[^/]+\/receipt$/, 'about'],
    ['GET', /^\/api\/usage$/, 'about'],
    ['GET', /^\/api\/record(\.ndjson)?$/, 'about'],
    ['GET', /^\/api\/portal\/requests\/[^/]+\/coverage$/, 'about'],
    ['GET', /^\/api\/portal\/requests\/[^/]+$/, 'session'],
    ['GET', /^\/api\/session$/, 'session'],
    ['DELETE', /^\/api\/session$/, 'session'],
    ['GET', /^\/api\/people$/, 'session'],
    ['POST', /^\/api\/session\/acting$/, 'session'],
    ['GET', /^\/api\/kiosk$/, 'nobody'],
    ['POST', /^\/api\/kiosk\/(standby|visits|calls)$/, 'nobody'],
    ['DELETE', /^\/api\/kiosk\/calls$/, 'nobody'],
  ]

/** Refuses, in a session that acts for somebody, what is not named in `WHILE_ACTING`. @throws ProblemError acting */
export const notWhileActing = createMiddleware<Env>(async (c, next) => {
  const session = c.get('session')
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  if (
    session?.acting != null &&
    !WHILE_ACTING.some(([served, path]) => served === method && path.test(c.req.path))
  )
    throw new ProblemError('acting')
  await next()
})
