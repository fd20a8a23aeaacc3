import { Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownStream } from '../../auth/holder.ts'
import { OutcomeLine } from '../../contract/outcomes.ts'
import type { Deps } from '../../deps.ts'
import { answerLines } from '../../http/body/answered-lines.ts'
import { bodyOf } from '../../http/body/guard.ts'
import type { Env } from '../../http/env.ts'
import type { Gate } from '../../http/gate.ts'

/** What became of revoked rows: NDJSON in, NDJSON out, one answer per line, in order, streamed. */
export function createOutcomeRoutes(deps: Deps, uploads: Gate) {
  const { outcomes, turns, log } = deps
  const allow = bearer(deps)

  return new Hono<Env>().post(
    '/ssf/streams/:id/outcomes',
    allow('ssf.read'),
    bodyOf('application/x-ndjson', 'application/ndjson'),
    async (c) => {
      const { database_id } = await ownStream(c, deps, c.req.param('id'))
      return answerLines(c, { turns, log, uploads }, OutcomeLine, (lines) =>
        outcomes.reportAll(database_id, lines),
      )
    },
  )
}
