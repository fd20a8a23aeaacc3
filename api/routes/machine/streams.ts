import { Hono } from 'hono'
import { CREDENTIAL_CHANGE, StreamConfig, VERIFICATION, VerifyBody } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { verificationPayload } from '../../domain/feed.ts'
import { bearer } from '../../http/bearer.ts'
import type { Env } from '../../http/env.ts'
import { atMost, bodyOf } from '../../http/guard.ts'
import { ownDatabase, ownStream, ownStreams } from '../../http/holder.ts'
import { json } from '../../http/validate.ts'
import { ProblemError } from '../../problem.ts'
import { headOf } from '../../store/feeds.ts'
import type { StreamRow } from '../../store/schema.ts'
import { deleteStream, insertStream, insertVerification } from '../../store/streams.ts'

/** Stream management of SSF 1.0 §8.1: create, read, delete, verify. One stream per database. */
export function createStreamRoutes(deps: Deps) {
  const { store, chance, config, signer, feedSignal } = deps
  const allow = bearer(deps)
  const limits = [atMost(64 * 1024), bodyOf('application/json')] as const

  const configuration = (stream: StreamRow) => ({
    stream_id: stream.id,
    iss: config.origin,
    aud: stream.database_id,
    delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: `${config.origin}/ssf/streams/${stream.id}/poll` },
    events_supported: [CREDENTIAL_CHANGE, VERIFICATION],
    events_requested: [CREDENTIAL_CHANGE],
    events_delivered: [CREDENTIAL_CHANGE, VERIFICATION],
    ...(stream.description === null ? {} : { description: stream.description }),
  })

  return new Hono<Env>()
    .post('/ssf/streams', allow('ssf.manage'), ...limits, json(StreamConfig), async (c) => {
      const body = c.req.valid('json')
      const { databases } = c.get('holder')
      // A client of one database need not name it; one of several must.
      const database = ownDatabase(c, body.aud ?? (databases.length === 1 ? databases[0] : undefined))
      const stream: StreamRow = {
        id: chance.id(),
        database_id: database,
        description: body.description ?? null,
        created_at: chance.now().getTime(),
      }
      if (!(await store.transact((tx) => insertStream(tx, stream)))) throw new ProblemError('stream-exists')
      return c.json(configuration(stream), 201)
    })
    .get('/ssf/streams', allow('ssf.manage', 'ssf.read'), async (c) => {
      const id = c.req.query('stream_id')
      if (id !== undefined) return c.json(configuration(await ownStream(c, deps, id)))
      return c.json((await ownStreams(c, deps)).map(configuration))
    })
    .delete('/ssf/streams', allow('ssf.manage'), async (c) => {
      const stream = await ownStream(c, deps, c.req.query('stream_id'))
      await store.transact((tx) => deleteStream(tx, stream.id))
      return c.body(null, 204)
    })
    .post('/ssf/verify', allow('ssf.manage', 'ssf.read'), ...limits, json(VerifyBody), async (c) => {
      const { stream_id, state } = c.req.valid('json')
      const stream = await ownStream(c, deps, stream_id)
      const head = await store.read((db) => headOf(db, stream.database_id))
      const jti = chance.bytes(16).toString('base64url')
      const now = chance.now().getTime()
      const envelope = {
        issuer: config.origin,
        database: stream.database_id,
        jti,
        txn: chance.bytes(16).toString('base64url'),
        tick: Math.floor(now / 1000),
      }
      const set = await signer.sign('secevent+jwt', verificationPayload(envelope, stream.id, head, state))
      await store.transact((tx) =>
        insertVerification(tx, { jti, stream_id: stream.id, set, created_at: now }),
      )
      feedSignal.notify(stream.database_id)
      return c.body(null, 204)
    })
}
