import { Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownStream } from '../../auth/holder.ts'
import { AppliedBody, RewindBody } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { programJson } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

/** A holder's statement that it acts on what it received, and the rewind after it restored an older state. */
export function createProgressRoutes(deps: Deps) {
  const { progress } = deps
  const allow = bearer(deps)

  return new Hono<Env>()
    .post('/ssf/streams/:id/applied', allow('ssf.read'), programJson(AppliedBody), async (c) => {
      const stream = await ownStream(c, deps, c.req.param('id'))
      return c.json(await progress.applied(stream, c.req.valid('json')))
    })
    .post('/ssf/streams/:id/rewind', allow('ssf.read'), programJson(RewindBody), async (c) => {
      const stream = await ownStream(c, deps, c.req.param('id'))
      await progress.rewind(stream, c.req.valid('json').after_seq)
      return c.body(null, 204)
    })
}
