import { Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase, ownStream, ownStreams } from '../../auth/holder.ts'
import {
  CREDENTIAL_CHANGE,
  StatusBody,
  StreamChange,
  StreamConfig,
  VERIFICATION,
  VerifyBody,
} from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { programJson } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import type { StreamRow } from '../../store/feeds/rows.ts'

const SUPPORTED = [CREDENTIAL_CHANGE, VERIFICATION]

/** Stream management of SSF 1.0 §8.1: configuration, status, verification. One stream per database. */
export function createStreamRoutes(deps: Deps) {
  const { config, streams, streamEvents } = deps
  const allow = bearer(deps)

  const configuration = (stream: StreamRow) => {
    const requested =
      stream.events_requested === null ? null : (JSON.parse(stream.events_requested) as string[])
    const delivered = requested ? SUPPORTED.filter((type) => requested.includes(type)) : SUPPORTED
    return {
      stream_id: stream.id,
      iss: config.origin,
      aud: stream.database_id,
      delivery: {
        method: 'urn:ietf:rfc:8936',
        endpoint_url: `${config.origin}/ssf/streams/${stream.id}/poll`,
      },
      events_supported: SUPPORTED,
      ...(requested?.length ? { events_requested: requested } : {}),
      // Revocations are the purpose of the stream: they are delivered whether requested or not.
      events_delivered: [...new Set([CREDENTIAL_CHANGE, ...delivered])],
      ...(stream.description === null ? {} : { description: stream.description }),
    }
  }

  const status = ({ id, status, status_reason }: StreamRow) => ({
    stream_id: id,
    status,
    ...(status_reason === null ? {} : { reason: status_reason }),
  })

  const asked = (events: string[] | undefined) => (events ? JSON.stringify(events) : null)

  /** Members that we supply must be ours where a receiver repeats them (SSF 1.0 §8.1.1.3, §8.1.1.4). */
  function checkOurs(stream: StreamRow, body: { iss?: string | undefined; aud?: string | undefined }): void {
    const issues = [
      ...(body.iss !== undefined && body.iss !== config.origin
        ? [{ path: 'iss', message: 'is not ours' }]
        : []),
      ...(body.aud !== undefined && body.aud !== stream.database_id
        ? [{ path: 'aud', message: 'is not ours' }]
        : []),
    ]
    if (issues.length > 0) throw new ProblemError('invalid-request', { issues })
  }

  return new Hono<Env>()
    .post('/ssf/streams', allow('ssf.manage'), programJson(StreamConfig), async (c) => {
      const body = c.req.valid('json')
      const { databases } = c.get('holder')
      // A client of one database need not name it; a client of several must.
      const database = ownDatabase(c, body.aud ?? (databases.length === 1 ? databases[0] : undefined))
      const stream = await streams.open(database, {
        description: body.description ?? null,
        events_requested: asked(body.events_requested),
      })
      return c.json(configuration(stream), 201)
    })
    .get('/ssf/streams', allow('ssf.manage', 'ssf.read'), async (c) => {
      const id = c.req.query('stream_id')
      if (id !== undefined) return c.json(configuration(await ownStream(c, deps, id)))
      return c.json((await ownStreams(c, deps)).map(configuration))
    })
    .patch('/ssf/streams', allow('ssf.manage'), programJson(StreamChange), async (c) => {
      const body = c.req.valid('json')
      const stream = await ownStream(c, deps, body.stream_id)
      checkOurs(stream, body)
      const changed = await streams.change(stream, {
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(body.events_requested === undefined ? {} : { events_requested: asked(body.events_requested) }),
      })
      return c.json(configuration(changed))
    })
    .put('/ssf/streams', allow('ssf.manage'), programJson(StreamChange), async (c) => {
      const body = c.req.valid('json')
      const stream = await ownStream(c, deps, body.stream_id)
      checkOurs(stream, body)
      const { description = null, events_requested } = body
      return c.json(
        configuration(
          await streams.change(stream, { description, events_requested: asked(events_requested) }),
        ),
      )
    })
    .delete('/ssf/streams', allow('ssf.manage'), async (c) => {
      const stream = await ownStream(c, deps, c.req.query('stream_id'))
      await streams.close(stream)
      return c.body(null, 204)
    })
    .get('/ssf/status', allow('ssf.manage', 'ssf.read'), async (c) =>
      c.json(status(await ownStream(c, deps, c.req.query('stream_id')))),
    )
    .post('/ssf/status', allow('ssf.manage'), programJson(StatusBody), async (c) => {
      const body = c.req.valid('json')
      const stream = await ownStream(c, deps, body.stream_id)
      if (body.status === stream.status) return c.json(status(stream))
      const changed = await streams.setStatus(stream, body.status, body.reason ?? null)
      return c.json(status(changed))
    })
    .post('/ssf/verify', allow('ssf.manage', 'ssf.read'), programJson(VerifyBody), async (c) => {
      const { stream_id, state } = c.req.valid('json')
      const stream = await ownStream(c, deps, stream_id)
      if (!(await streamEvents.verification(stream, state))) throw new ProblemError('rate-limited')
      return c.body(null, 204)
    })
}
