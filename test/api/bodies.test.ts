import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'
const LINKAGES = `/linkages?database=${DATABASE}&purpose=research`
const TWELVE = '123456789018'
const USE = {
  database: DATABASE,
  project: { id: 'p-1', title: '研究', organisation: '模擬大学', purpose: 'research' },
  from: '2026-10-01',
  to: '2026-10-31',
}

const PROJECT = {
  ...USE.project,
  id: undefined,
  approved_by: '審査委員会',
  approved_on: '2026-04-01',
  environment: 'copy',
  form: 'anonymised',
  ends_on: '2027-03-31',
  erase_by: '2027-03-31',
}

/** Each route that takes a body, with a valid body. `$`: the stream. */
const BODIES: [method: string, path: string, type: string, body: object][] = [
  ['PATCH', '/ssf/streams', 'application/json', { stream_id: '$' }],
  ['PUT', '/ssf/streams', 'application/json', { stream_id: '$' }],
  ['POST', '/ssf/status', 'application/json', { stream_id: '$', status: 'enabled' }],
  ['POST', '/ssf/verify', 'application/json', { stream_id: '$' }],
  ['POST', '/ssf/streams/$/poll', 'application/json', { returnImmediately: true }],
  ['POST', '/ssf/streams/$/applied', 'application/json', { through_seq: 0 }],
  ['POST', '/ssf/streams/$/rewind', 'application/json', { after_seq: 0 }],
  ['PUT', `/projects/p?database=${DATABASE}`, 'application/json', PROJECT],
  ['POST', LINKAGES, 'application/x-ndjson', { subject: 'x' }],
  ['POST', `/linkages/removals?database=${DATABASE}`, 'application/x-ndjson', { token: 'x' }],
  ['POST', '/ssf/streams/$/outcomes', 'application/x-ndjson', { token: 'x', outcome: 'applied' }],
  ['POST', '/usage', 'application/x-ndjson', USE],
]

async function sender(world: World, [method, path, , body]: (typeof BODIES)[number]) {
  const holder = world.holder(DATABASE)
  const stream = await holder.streamId()
  const { access_token } = (await (await holder.token()).json()) as { access_token: string }
  const text = JSON.stringify(body).replaceAll('"$"', JSON.stringify(stream))
  return {
    text,
    /** Chunked: the same bytes without a length. */
    send: (headers: Record<string, string>, bytes: string | Uint8Array = text, chunked = false) =>
      fetch(world.origin + path.replace('$', stream), {
        method,
        headers: { authorization: `Bearer ${access_token}`, ...headers },
        ...(chunked
          ? { body: new Blob([bytes as string]).stream(), duplex: 'half' }
          : { body: bytes as string }),
      } as RequestInit),
  }
}

describe.each(BODIES)('%s %s', (...call) => {
  const [, , type] = call
  test('accepts only UTF-8, and says so', async ({ world }) => {
    const { send } = await sender(world, call)
    for (const charset of ['utf-8', '"UTF-8"', 'us-ascii'])
      expect((await send({ 'content-type': `${type}; Charset=${charset}` })).status).toBeLessThan(300)
    for (const charset of ['Shift_JIS', '"euc-jp"', 'utf-16']) {
      const headers = { 'content-type': `${type};charset=${charset}` }
      await expectRefused(world, 'unsupported-media-type', () => send(headers))
      const refused = await send(headers)
      expect(refused.headers.get('accept')).toContain(type)
      expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('charset') })
    }
  })

  test('says which encodings it accepts when a body is compressed', async ({ world }) => {
    const { send } = await sender(world, call)
    const headers = { 'content-type': type, 'content-encoding': 'gzip' }
    await expectRefused(world, 'unsupported-media-type', () => send(headers))
    const refused = await send(headers)
    expect(refused.headers.get('accept-encoding')).toBe('identity')
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('Content-Encoding') })
    expect((await send({ 'content-type': type, 'content-encoding': 'identity' })).status).toBeLessThan(300)
  })

  test('treats a body with a byte order mark the same, in chunks or with a length', async ({ world }) => {
    const { send, text } = await sender(world, call)
    const headers = { 'content-type': type }
    // What is made once exists from here on.
    await send(headers)
    for (const bytes of [`\ufeff${text}`, `\ufeff\ufeff${text}`, new Uint8Array([0xff, 0xfe, 0x7b, 0])]) {
      const [sized, chunked] = [await send(headers, bytes), await send(headers, bytes, true)]
      expect(chunked.status).toBe(sized.status)
    }
    expect((await send(headers, `\ufeff${text}`, true)).status).toBeLessThan(300)
  })
})

describe('what a holder’s program sends', () => {
  test('may have null for an absent member', async ({ world }) => {
    const holder = world.holder(DATABASE)
    const [subject] = await holder.seal([numbersOf(ordinary(0))])
    const line = JSON.stringify({ subject, notified_on: null, ref: null })
    const answer = JSON.parse(await (await holder.postLinkages('research', line)).text()) as object
    expect(answer).toMatchObject({ token: expect.any(String) })
    expect(answer).not.toHaveProperty('ref')
    const { token } = answer as { token: string }
    const stream = await holder.streamId()
    const sent: [path: string, json: object][] = [
      [`/ssf/streams/${stream}/poll`, { maxEvents: null, returnImmediately: true, ack: null, setErrs: null }],
      [`/ssf/streams/${stream}/applied`, { through_seq: 0, revoked_count: null, revoked_digest: null }],
      ['/ssf/status', { stream_id: stream, status: 'enabled', reason: null }],
    ]
    for (const [path, json] of sent)
      expect((await holder.send('POST', path, { json })).status, path).toBe(200)
    const ndjson = `${JSON.stringify(USE)}\n${JSON.stringify({ token, ref: null })}\n`
    expect(await (await holder.send('POST', '/usage', { ndjson })).json()).toMatchObject({ known: 1 })
  })

  test('is told line and member of an invalid line', async ({ world }) => {
    const holder = world.holder(DATABASE)
    const lines = [
      '{"subject":"x","notified_on":"31.10.2026"}',
      '',
      'x',
      '{"subject":"x","notifiedOn":"2026-10-31","ref":"r"}',
      `{"subject":"${'x'.repeat(9000)}"}`,
      '{"subject":"x"}',
      '{"subject":7}',
    ]
    const text = await (await holder.postLinkages('research', lines.join('\n'))).text()
    const fault = (line: number, path: string, message: string) => ({
      error: 'invalid-line',
      line,
      issues: [{ path, message }],
    })
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      fault(1, 'notified_on', 'has the wrong format'),
      fault(2, '', 'must be JSON'),
      fault(3, '', 'must be JSON'),
      { ...fault(4, 'notifiedOn', 'has unknown members'), ref: 'r' },
      fault(5, '', 'is too long'),
      { error: 'subject-rejected' },
      fault(7, 'subject', 'must be string'),
    ])
    const many = Array.from({ length: 450 }, (_, i) => (i === 440 ? 'x' : '{"subject":"x"}')).join('\n')
    const answers = (await (await holder.postLinkages('research', many)).text()).split('\n')
    expect(JSON.parse(answers[440] ?? '')).toMatchObject({ line: 441 })
  })

  test('names an unknown member of a first line, unless that may be words or a number', async ({ world }) => {
    const holder = world.holder(DATABASE)
    const issues = async (more: object) => {
      const ndjson = JSON.stringify({ ...USE, ...more })
      const answer = await holder.send('POST', '/usage', { ndjson })
      expect(answer.status).toBe(400)
      return ((await answer.json()) as { issues: object[] }).issues
    }
    const message = 'has unknown members'
    expect(await issues({ until: 1 })).toEqual([{ path: 'until', message }])
    expect(await issues({ project: { ...USE.project, ends_on: 1 } })).toEqual([
      { path: 'project.ends_on', message },
    ])
    expect(await issues({ 'Yamada Taro': 1 })).toEqual([{ path: '', message }])
    expect(await issues({ [TWELVE]: 1 })).toEqual([{ path: '', message }])
  })

  test('may have any digits in its identifiers, even where something else is invalid', async ({ world }) => {
    const holder = world.holder(DATABASE)
    const stream_id = await holder.streamId()
    const calls: [path: string, json: object][] = [
      ['/ssf/verify', { state: TWELVE }],
      ['/ssf/verify', { stream_id, state: Number(TWELVE) }],
      ['/ssf/status', { stream_id: TWELVE, status: TWELVE }],
      [`/ssf/streams/${stream_id}/poll`, { ack: [TWELVE], maxEvents: -1 }],
    ]
    for (const [path, json] of calls)
      await expectRefused(world, 'invalid-request', () => holder.send('POST', path, { json }), [TWELVE])
    const report = (head: object) => () => holder.send('POST', '/usage', { ndjson: JSON.stringify(head) })
    await expectRefused(world, 'invalid-request', report({ ...USE, project: Number(TWELVE) }), [TWELVE])
    await expectRefused(world, 'invalid-request', () => holder.postLinkages(TWELVE, ''), [TWELVE])
  })

  test('may have none that could be a My Number in the id of a project, which people read', async ({
    world,
  }) => {
    const holder = world.holder(DATABASE)
    const report = (head: object) => () => holder.send('POST', '/usage', { ndjson: JSON.stringify(head) })
    for (const project of [{ ...USE.project, id: TWELVE }, { id: TWELVE }, TWELVE])
      await expectRefused(world, 'my-number-refused', report({ ...USE, project }), [TWELVE])
  })

  test('is told when its own database does not have the purpose', async ({ world }) => {
    const holder = world.holder('demo-statutory')
    const purposes = world.deps.databases.find('demo-statutory')?.purposes ?? []
    const missing = (['research', 'industry', 'policy'] as const).find((one) => !purposes.includes(one))
    expect(missing).toBeDefined()
    await expectRefused(world, 'unknown-purpose', () =>
      holder.postLinkages(missing ?? '', '{"subject":"x"}\n'),
    )
  })
})
