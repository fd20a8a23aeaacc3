import { Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownStream } from '../../auth/holder.ts'
import { AppliedBody, RewindBody } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import type { Redelivery } from '../../feed/redelivery.ts'
import { programJson } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { headAt, headOf } from '../../store/feeds/feeds.ts'
import { insertMark, markMatch, rewindMarks } from '../../store/feeds/progress.ts'
import { rewindStream } from '../../store/feeds/streams.ts'
import { lockStream } from '../../store/locks.ts'

/** The holder's word that it acts on what it received, and the way back after it restored an older state. */
export function createProgressRoutes(deps: Deps, redelivery: Redelivery) {
  const { store, chance, feedSignal, log } = deps
  const allow = bearer(deps)

  return new Hono<Env>()
    .post('/ssf/streams/:id/applied', allow('ssf.read'), programJson(AppliedBody), async (c) => {
      const { through_seq, revoked_count, revoked_digest } = c.req.valid('json')
      const { id, database_id } = await ownStream(c, deps, c.req.param('id'))
      const at = chance.now().getTime()
      const answer = await store.transact(async (tx) => {
        await lockStream(tx, id)
        if (through_seq > (await headOf(tx, database_id)).seq) throw new ProblemError('beyond-head')
        const head = await headAt(tx, database_id, through_seq)
        const match =
          (revoked_count ?? head.revoked_count) === head.revoked_count &&
          (revoked_digest ?? head.revoked_digest) === head.revoked_digest
        const changed = await markMatch(tx, database_id, match, at)
        // A holder whose set differs from ours has not applied what it says: no patient is shown 停止済み for it.
        if (match) await insertMark(tx, { database_id, kind: 'applied', through_seq, at })
        const { revoked_count: count, revoked_digest: digest } = head
        return { changed, told: { match, revoked_count: count, revoked_digest: digest } }
      })
      // Once: a holder may say the same at every poll.
      if (answer.changed && !answer.told.match)
        log.warn({ database: database_id, through_seq }, 'holder digest differs')
      return c.json(answer.told)
    })
    .post('/ssf/streams/:id/rewind', allow('ssf.read'), programJson(RewindBody), async (c) => {
      const { after_seq } = c.req.valid('json')
      const stream = await ownStream(c, deps, c.req.param('id'))
      await store.transact(async (tx) => {
        await lockStream(tx, stream.id)
        if (after_seq > (await headOf(tx, stream.database_id)).seq) throw new ProblemError('beyond-head')
        await rewindStream(tx, stream, after_seq)
        await rewindMarks(tx, stream.database_id, after_seq)
      })
      redelivery.forget(stream.id)
      feedSignal.notify(stream.database_id)
      return c.body(null, 204)
    })
}
