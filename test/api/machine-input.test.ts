import { describe, expect } from 'vitest'
import type { OAuthScope } from '../../api/contract/holder.ts'
import type { Holder } from '../support/holder.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Every call of a holder that carries a body, with the scope that it needs and a valid body. */
type Call = {
  method: string
  path: (stream: string) => string
  scope: OAuthScope
  type: 'application/json' | 'application/x-ndjson'
  body: (stream: string) => unknown
}
/** JSON, but deeper than a stack. */
const DEEP = '['.repeat(10_000) + ']'.repeat(10_000)
const JSON_TYPE = 'application/json'
const NDJSON_TYPE = 'application/x-ndjson'
const PROJECT = {
  title: 't',
  organisation: 'o',
  purpose: 'research',
  approved_by: 'a',
  approved_on: '2026-04-01',
  environment: 'copy',
  form: 'anonymised',
  ends_on: '2027-03-31',
  erase_by: '2027-03-31',
}
const jsonCall = ([method, path, scope, body]: unknown[]): Call => ({
  method: String(method),
  path: (stream) => String(path).replace('$', stream),
  scope: scope as OAuthScope,
  type: JSON_TYPE,
  body: (stream) => JSON.parse(JSON.stringify(body).replace('$', stream)),
})
const CALLS: Call[] = [
  ['POST', '/ssf/streams', 'ssf.manage', { aud: 'demo-registry' }],
  ['PATCH', '/ssf/streams', 'ssf.manage', { stream_id: '$', description: 'x' }],
  ['PUT', '/ssf/streams', 'ssf.manage', { stream_id: '$' }],
  ['POST', '/ssf/status', 'ssf.manage', { stream_id: '$', status: 'paused' }],
  ['POST', '/ssf/verify', 'ssf.manage', { stream_id: '$' }],
  ['POST', '/ssf/streams/$/poll', 'ssf.read', { returnImmediately: true }],
  ['POST', '/ssf/streams/$/applied', 'ssf.read', { through_seq: 0 }],
  ['POST', '/ssf/streams/$/rewind', 'ssf.read', { after_seq: 0 }],
].map(jsonCall)
const PROJECTS: Call[] = [
  ['PUT', '/projects/p?database=demo-registry', 'usage.write', PROJECT],
  ['POST', '/projects/p/erasure?database=demo-registry', 'usage.write', { erased_on: '2026-10-31' }],
].map(jsonCall)
const LINES: Call[] = [
  ['/linkages?database=demo-registry&purpose=research', 'linkages.write'],
  ['/linkages/removals?database=demo-registry', 'linkages.write'],
  ['/ssf/streams/$/outcomes', 'ssf.read'],
  ['/usage', 'usage.write'],
].map(([path = '', scope]) => ({
  method: 'POST',
  path: (stream) => path.replace('$', stream),
  scope: scope as OAuthScope,
  type: NDJSON_TYPE,
  body: () => ({}),
}))
const named = (calls: Call[]) =>
  calls.map((call) => ({ ...call, name: `${call.method} ${call.path('{id}')}` }))

const ALL: OAuthScope[] = ['linkages.write', 'ssf.read', 'ssf.manage', 'usage.write']

async function tokenFor(holder: Holder, scopes: OAuthScope[]): Promise<string> {
  const answer = await holder.token(scopes.join(' '))
  return ((await answer.json()) as { access_token: string }).access_token
}

/** Sends a correct call, except for what `wrong` changes. */
async function sender(world: World, call: Call) {
  const stream = await world.holder('demo-registry').streamId()
  return (wrong: { token?: string; type?: string; body?: string; path?: string }) =>
    fetch(world.origin + (wrong.path ?? call.path(stream)), {
      method: call.method,
      headers: {
        'content-type': wrong.type ?? call.type,
        ...(wrong.token === undefined ? {} : { authorization: `Bearer ${wrong.token}` }),
      },
      body: wrong.body ?? JSON.stringify(call.body(stream)),
    })
}

describe.each(named([...CALLS, ...PROJECTS, ...LINES]))('$name', (call) => {
  test('is refused without a token, and with one for every other scope', async ({ world }) => {
    const send = await sender(world, call)
    await expectRefused(world, 'invalid-token', () => send({}))
    const others = ALL.filter(
      (scope) => scope !== call.scope && !(call.path('').endsWith('/verify') && scope === 'ssf.read'),
    )
    const token = await tokenFor(world.holder('demo-registry'), others)
    await expectRefused(world, 'insufficient-scope', () => send({ token }))
  })

  test('is refused in another content type, and compressed', async ({ world }) => {
    const send = await sender(world, call)
    const token = await tokenFor(world.holder('demo-registry'), [call.scope])
    for (const type of ['text/plain', call.type === JSON_TYPE ? NDJSON_TYPE : JSON_TYPE])
      await expectRefused(world, 'unsupported-media-type', () => send({ token, type }))
  })

  test('of another client finds nothing', async ({ world }) => {
    const send = await sender(world, call)
    const token = await tokenFor(world.holder('demo-biobank'), [call.scope])
    const body =
      call.path('') === '/usage'
        ? JSON.stringify({
            database: 'demo-registry',
            project: { id: 'p', title: 't', organisation: 'o', purpose: 'research' },
            from: '2026-10-01',
            to: '2026-10-31',
          })
        : undefined
    await expectRefused(world, 'not-found', () => send({ token, ...(body === undefined ? {} : { body }) }))
  })
})

describe.each(named([...CALLS, ...PROJECTS]))('$name', (call) => {
  test('is refused when its body is no JSON object of the right shape', async ({ world }) => {
    const send = await sender(world, call)
    const token = await tokenFor(world.holder('demo-registry'), [call.scope])
    for (const body of [
      '{',
      'null',
      '[]',
      '"text"',
      '5',
      '['.repeat(20_000),
      DEEP,
      `{"description":${DEEP}}`,
    ])
      await expectRefused(world, 'invalid-request', () => send({ token, body }))
  })

  test('is refused when it is too large', async ({ world }) => {
    const send = await sender(world, call)
    const token = await tokenFor(world.holder('demo-registry'), [call.scope])
    const body = JSON.stringify({ padding: 'x'.repeat(5 * 1024 * 1024) })
    await expectRefused(world, 'body-too-large', () => send({ token, body }))
  })
})

describe.each(named(CALLS))('$name', (call) => {
  test('ignores unknown members (SSF 1.0 §8.1.1)', async ({ world }) => {
    const send = await sender(world, call)
    const token = await tokenFor(world.holder('demo-registry'), [call.scope])
    const stream = await world.holder('demo-registry').streamId()
    const body = JSON.stringify({ ...(call.body(stream) as object), unknown: { member: 1 } })
    expect([200, 202, 204, 409]).toContain((await send({ token, body })).status)
  })
})

describe('a stream that does not exist', () => {
  test.for(named(CALLS).filter(({ name }) => name !== 'POST /ssf/streams'))(
    'is not found by $name',
    async (call, { world }) => {
      const send = await sender(world, call)
      const token = await tokenFor(world.holder('demo-registry'), [call.scope])
      const nobody = '00000000-0000-4000-8000-000000000000'
      await expectRefused(world, 'not-found', () =>
        send({ token, path: call.path(nobody), body: JSON.stringify(call.body(nobody)) }),
      )
    },
  )
})
