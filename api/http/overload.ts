import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'
import { isDecision } from './limits.ts'

/** Seconds until a client should retry, random so that not all come at once. */
const RETRY_S = { least: 1, most: 5 }

type Lane = 'decisions' | 'portal' | 'patients' | 'others'
type Work = Env['Bindings']['incoming']

/**
 * Backpressure: answers 503 before any work is done, once more work is in progress than can be done before clients
 * give up. It counts work in progress, not the delay of the event loop. A slow disk, a slow portal and too many
 * people all show in that count; a merely busy machine does not.
 *
 * Kinds of work have separate lanes, so that a jam in one takes no room in another; decisions have twice the room. A
 * request counts only when its body has arrived, because sending half of one costs nothing. Polls and status lists
 * are exempt, and wait only for the store's memory. Connections that are not accepted yet cannot be seen here. The
 * proxy in front keeps its own open, and requests on those are seen at once.
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
