import { numbersOf, ordinary } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import { INLINE, PROJECT } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { createOutsider } from './outsider.ts'
import { sealedSubject } from './subjects.ts'

/** A request to one operation. `token` null: without an access token. */
export type Call = {
  path: string
  json?: unknown
  ndjson?: unknown[]
  form?: Record<string, string>
  token?: string | null
}

/** A holder in the middle of its work: two linkages, one of them stopped, and a stream. */
export async function prepareHolder(world: World) {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 2)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const list = new URL(linked[0]?.status_list.uri ?? '').pathname
  const subject = await sealedSubject(world, DATABASE, numbersOf(ordinary(5)))
  const other = (database: FeedId) => createOutsider(world.origin, world.holder(database).key, database)
  const [without, second] = await Promise.all([other('demo-biobank'), other('demo-statutory')])
  const holder = world.holder(DATABASE)
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await holder.assertion(),
    // A token that only reads is issued even while the store cannot be written.
    scope: 'linkages.write',
  }
  return {
    outsider,
    stream,
    list,
    subject,
    form,
    token: linked[1]?.token ?? '',
    stopped: linked[0]?.token ?? '',
    /** A holder that has no stream. */
    without,
    second: { token: second.token, stream: await second.openStream() },
  }
}

type Prepared = Awaited<ReturnType<typeof prepareHolder>>
type Calls = { valid: Call; invalid: Call[] }

/** By operationId: a call that succeeds, and calls that are refused for their input. */
export function callsOf({
  stream,
  list,
  subject,
  form,
  token,
  stopped,
  without,
  second,
}: Prepared): Record<string, Calls> {
  const used = {
    database: DATABASE,
    project: { id: 'p1', ...INLINE },
    from: '2026-10-01',
    to: '2026-10-31',
  }
  const project = (id: string, database: string = DATABASE) => `/projects/${id}?database=${database}`
  const register = `/linkages?database=${DATABASE}&purpose=research`
  const remove = `/linkages/removals?database=${DATABASE}`
  const of = (action: string, id = stream) => `/ssf/streams/${id}/${action}`
  const change = (json: object): Calls => ({
    valid: { path: '/ssf/streams', json: { stream_id: stream, ...json } },
    invalid: [
      { path: '/ssf/streams', json },
      { path: '/ssf/streams', json: { stream_id: stream, aud: 'demo-biobank' } },
      { path: '/ssf/streams', json: { stream_id: 'unknown' } },
    ],
  })
  const read = (path: string): Calls => ({ valid: { path, token: null }, invalid: [] })

  return {
    getOAuthMetadata: read('/.well-known/oauth-authorization-server'),
    getSsfConfiguration: read('/.well-known/ssf-configuration'),
    getKeys: read('/jwks.json'),
    getOpenApi: read('/openapi.json'),
    getExamples: read('/openapi/examples.json'),
    getSchemaOfHolders: read('/openapi/files/holders.json'),
    getSchemaOfDesks: read('/openapi/files/desks.json'),
    getSchemaOfKiosks: read('/openapi/files/kiosks.json'),
    getSchemaOfCatalogue: read('/openapi/files/catalogue.json'),
    getCatalogue: read('/api/catalogue'),
    issueAccessToken: {
      valid: { path: '/oauth/token', form, token: null },
      invalid: [
        { path: '/oauth/token', form, token: null },
        { path: '/oauth/token', json: form, token: null },
        { path: '/oauth/token', form: { ...form, client_assertion: 'x'.repeat(20_000) }, token: null },
      ],
    },
    registerLinkages: {
      valid: { path: register, ndjson: [{ subject }, { subject: 'x' }, { wrong: true }] },
      invalid: [
        { path: `/linkages?database=${DATABASE}&purpose=profit`, ndjson: [{ subject }] },
        { path: '/linkages?database=demo-biobank&purpose=research', ndjson: [{ subject }] },
        { path: register, json: { subject } },
      ],
    },
    getLinkages: {
      valid: { path: `/linkages?database=${DATABASE}` },
      invalid: [{ path: '/linkages' }, { path: '/linkages?database=demo-biobank' }],
    },
    removeLinkages: {
      valid: { path: remove, ndjson: [{ token }, { token: 'unknown' }, 7] },
      invalid: [
        { path: '/linkages/removals', ndjson: [{ token }] },
        { path: '/linkages/removals?database=demo-biobank', ndjson: [{ token }] },
      ],
    },
    createStream: {
      valid: { path: '/ssf/streams', json: { description: 'night shift' }, token: without.token },
      invalid: [
        { path: '/ssf/streams', json: {} },
        { path: '/ssf/streams', json: { delivery: { method: 'push' } } },
        { path: '/ssf/streams', json: { aud: 'demo-biobank' } },
        { path: '/ssf/streams', ndjson: [{}] },
        { path: '/ssf/streams', json: { description: 'x'.repeat(70_000) } },
      ],
    },
    getStreams: {
      valid: { path: '/ssf/streams' },
      invalid: [{ path: '/ssf/streams?stream_id=unknown' }],
    },
    updateStream: change({ description: 'day shift' }),
    replaceStream: change({ events_requested: [] }),
    deleteStream: {
      valid: { path: `/ssf/streams?stream_id=${second.stream}`, token: second.token },
      invalid: [{ path: '/ssf/streams' }],
    },
    getStreamStatus: {
      valid: { path: `/ssf/status?stream_id=${stream}` },
      invalid: [{ path: '/ssf/status' }],
    },
    setStreamStatus: {
      valid: { path: '/ssf/status', json: { stream_id: stream, status: 'enabled', reason: 'again' } },
      invalid: [
        { path: '/ssf/status', json: { stream_id: stream, status: 'asleep' } },
        { path: '/ssf/status', json: { stream_id: 'unknown', status: 'paused' } },
      ],
    },
    verifyStream: {
      valid: { path: '/ssf/verify', json: { stream_id: stream, state: 'abc' } },
      invalid: [
        { path: '/ssf/verify', json: {} },
        { path: '/ssf/verify', json: { stream_id: 'unknown' } },
      ],
    },
    pollStream: {
      valid: { path: of('poll'), json: { returnImmediately: true } },
      invalid: [
        { path: of('poll'), json: { maxEvents: -1 } },
        { path: of('poll', 'unknown'), json: {} },
      ],
    },
    reportApplied: {
      valid: { path: of('applied'), json: { through_seq: 1, revoked_count: 1 } },
      invalid: [
        { path: of('applied'), json: { through_seq: 'all' } },
        { path: of('applied'), json: { through_seq: 99 } },
        { path: of('applied', 'unknown'), json: { through_seq: 0 } },
      ],
    },
    reportOutcomes: {
      valid: {
        path: of('outcomes'),
        ndjson: [
          { token: stopped, outcome: 'applied', ref: 'a' },
          { token: stopped, outcome: 'partly', reason: 'published', until: '2026-12-31' },
          { token: stopped, outcome: 'cannot' },
          { token, outcome: 'applied' },
          { token: 'unknown', outcome: 'applied' },
          { token: stopped, outcome: 'forgotten' },
        ],
      },
      invalid: [
        { path: of('outcomes', 'unknown'), ndjson: [{ token: stopped, outcome: 'applied' }] },
        { path: of('outcomes'), json: { token: stopped, outcome: 'applied' } },
      ],
    },
    rewindStream: {
      valid: { path: of('rewind'), json: { after_seq: 0 } },
      invalid: [
        { path: of('rewind'), json: {} },
        { path: of('rewind'), json: { after_seq: 99 } },
        { path: of('rewind', 'unknown'), json: { after_seq: 0 } },
      ],
    },
    getStatusLists: {
      valid: { path: `/statuslists?database=${DATABASE}` },
      invalid: [{ path: '/statuslists' }, { path: '/statuslists?database=demo-biobank' }],
    },
    getStatusList: {
      valid: { path: list },
      invalid: [{ path: list.replace(/\d+$/, '0') }, { path: `${list}?time=1750000000` }],
    },
    putProject: {
      valid: { path: project('p9'), json: PROJECT },
      invalid: [
        { path: project('p9'), json: { ...PROJECT, environment: 'cloud' } },
        { path: project('p9'), json: { ...PROJECT, purpose: 'industry' } },
        { path: project('p9'), json: { ...PROJECT, title: '06-990-014' } },
        { path: project('p9'), json: { ...PROJECT, ends_on: '2026-03-31' } },
        { path: project('p9', 'demo-biobank'), json: PROJECT },
        { path: project('p'.repeat(129)), json: PROJECT },
      ],
    },
    reportErasure: {
      valid: { path: `/projects/p9/erasure?database=${DATABASE}`, json: { erased_on: '2026-10-31' } },
      invalid: [
        { path: `/projects/p9/erasure?database=${DATABASE}`, json: {} },
        { path: `/projects/unknown/erasure?database=${DATABASE}`, json: { erased_on: '2026-10-31' } },
      ],
    },
    reportUsage: {
      valid: { path: '/usage', ndjson: [used, { token }, { token: 'unknown' }] },
      invalid: [
        { path: '/usage', ndjson: [{ token }] },
        { path: '/usage', ndjson: [{ ...used, database: 'demo-biobank' }] },
        { path: '/usage', ndjson: [{ ...used, project: 'unknown' }] },
        { path: '/usage', json: used },
      ],
    },
  }
}
