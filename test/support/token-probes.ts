import { numbersOf, ordinary } from './people.ts'
import type { World } from './world.ts'

/** A call of the registry's holder that names something by a token, a jti or an id. */
export type Probe = {
  name: string
  send: (what: string) => Promise<Response>
  foreign: string
  unknown: string
}

/**
 * Calls of one holder, each once with a name that another holder was given and once with a name that nobody was
 * given. A holder that gathers tokens elsewhere must not learn here that they exist.
 */
export async function tokenProbes(world: World): Promise<Probe[]> {
  const [mine, other] = [world.holder('demo-registry'), world.holder('demo-biobank')]
  const person = ordinary(0)
  const [own] = await mine.link('research', [numbersOf(person)])
  const [theirs] = await other.link('research', [numbersOf(person)])
  if (!own || !theirs || 'error' in own || 'error' in theirs) throw new Error('not linked')
  const patient = world.patient()
  await patient.enrol(person.id)
  await patient.decide('stop', { all: true })
  await world.tick()
  const [stream, otherStream] = [await mine.streamId(), await other.streamId()]
  const [jti = ''] = Object.keys((await other.poll()).sets)
  const like = (text: string) => text.replace(/[a-z]/g, 'q').replace(/\d/g, '7')

  const line = (what: string) => `${JSON.stringify({ token: what })}\n`
  const head = {
    database: 'demo-registry',
    project: { id: 'p', title: 't', organisation: 'o', purpose: 'research' },
    from: '2026-10-01',
    to: '2026-10-31',
  }
  const json = (method: string, path: string, body: unknown) => mine.send(method, path, { json: body })
  const ndjson = (path: string, body: string): Promise<Response> => mine.send('POST', path, { ndjson: body })
  const poll = (body: object) =>
    json('POST', `/ssf/streams/${stream}/poll`, { returnImmediately: true, ...body })
  const byToken = { foreign: theirs.token, unknown: like(theirs.token) }
  const byJti = { foreign: jti, unknown: like(jti) }
  const byStream = { foreign: otherStream, unknown: like(otherStream) }
  const byDatabase = { foreign: 'demo-biobank', unknown: 'demo-nothing' }

  return [
    {
      name: 'removal',
      send: (what) => ndjson('/linkages/removals?database=demo-registry', line(what)),
      ...byToken,
    },
    { name: 'usage', send: (what) => ndjson('/usage', `${JSON.stringify(head)}\n${line(what)}`), ...byToken },
    { name: 'acknowledgement', send: (what) => poll({ ack: [what] }), ...byJti },
    { name: 'error report', send: (what) => poll({ setErrs: { [what]: { err: 'invalid_key' } } }), ...byJti },
    {
      name: 'poll',
      send: (what) => json('POST', `/ssf/streams/${what}/poll`, { returnImmediately: true }),
      ...byStream,
    },
    {
      name: 'applied',
      send: (what) => json('POST', `/ssf/streams/${what}/applied`, { through_seq: 0 }),
      ...byStream,
    },
    {
      name: 'rewind',
      send: (what) => json('POST', `/ssf/streams/${what}/rewind`, { after_seq: 0 }),
      ...byStream,
    },
    { name: 'status', send: (what) => mine.send('GET', `/ssf/status?stream_id=${what}`), ...byStream },
    { name: 'stream', send: (what) => mine.send('GET', `/ssf/streams?stream_id=${what}`), ...byStream },
    { name: 'verification', send: (what) => json('POST', '/ssf/verify', { stream_id: what }), ...byStream },
    {
      name: 'linkage',
      send: (what) => ndjson(`/linkages?database=${what}&purpose=research`, line('x')),
      ...byDatabase,
    },
  ]
}
