import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'
import { isDecision } from './limits.ts'

/** Seconds after which to come again: not all at once. */
const RETRY_S = { least: 1, most: 5 }

type Lane = 'decisions' | 'portal' | 'patients' | 'others'
type Work = Env['Bindings']['incoming']

/**
 * Refuses what could only be answered late, before anything is done for it: 503 once as much is being worked on as a
 * client has the patience for. What is in work is counted, not how late the event loop runs: a slow disk, a slow portal
 * and too many people show in it alike, and a busy machine alone does not.
 *
 * Kinds of work have lanes of their own, so that what jams in one takes no place in another, and decisions have twice
 * the room of the others. A request whose body has not come has no place yet: it costs nothing to send half of one.
 * Polls and status lists stand outside, and wait for nothing but the store's memory. Connections that are not accepted
 * yet cannot be seen from here; the proxy in front keeps its own open, and what comes on them is seen at once.
 */
export function overloadGuard({ config, random }: { config: Config; random: Random }) {
  const half = Math.ceil(config.concurrency / 2)
  const room: Record<Lane, number> = {
    decisions: config.concurrency,
    portal: half,
    patients: half,
    others: half,
  }
  const lanes: Record<Lane, Set<{ incoming: Work }>> = {
    decisions: new Set(),
    portal: new Set(),
    patients: new Set(),
    others: new Set(),
  }

  return createMiddleware<Env>(async (c, next) => {
    const lane: Lane = isDecision(c) ? 'decisions' : laneOf(c.req.path)
    const inWork = lanes[lane]
    if (inWork.size >= room[lane] && received(inWork) >= room[lane])
      throw new ProblemError('unavailable', {
        headers: { 'Retry-After': String(RETRY_S.least + random.below(RETRY_S.most)) },
        reason: `overload of ${lane}`,
      })
    const work = { incoming: c.env?.incoming }
    inWork.add(work)
    try {
      await next()
    } finally {
      inWork.delete(work)
    }
  })
}

function laneOf(path: string): Lane {
  if (path.startsWith('/api/portal/')) return 'portal'
  return path.startsWith('/api/') ? 'patients' : 'others'
}

const received = (inWork: Set<{ incoming: Work }>): number =>
  [...inWork].filter(({ incoming }) => incoming?.complete !== false).length
