import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { dayInJapan } from '../../api/domain/calendar.ts'
import { HOUR } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** For what becomes true soon, on a machine that may be busy. */
const PATIENCE = { timeout: 10_000 }

const DATABASE = 'demo-registry'
const HEAD = {
  database: DATABASE,
  project: { id: 'p-1', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
  from: '2026-10-01',
  to: '2026-10-31',
}
const textOf = (lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** Two people who view their uses, and the holder with their tokens. */
async function linked(world: World) {
  const holder = world.holder(DATABASE)
  const answers = await holder.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  const tokens = answers.map((answer) => ('token' in answer ? answer.token : ''))
  const people = await Promise.all(
    [0, 1].map(async (index) => {
      const patient = world.patient()
      await patient.enrol(ordinary(index).id)
      return patient
    }),
  )
  const uses = async (index: number) =>
    (await people[index]?.call<UsageAnswer>('GET', '/api/usage'))?.databases.flatMap((one) => one.uses)
  const report = (lines: unknown[], headers: Record<string, string> = {}) =>
    holder.send('POST', '/usage', { ndjson: textOf(lines), headers })
  const recorded = async (lines: unknown[], headers?: Record<string, string>) => {
    const answer = await report(lines, headers)
    expect(answer.status).toBe(201)
    return (await answer.json()) as { id: string; known: number; unknown: number }
  }
  return { holder, tokens, uses, report, recorded }
}

/** An upload that continues when the test says so. */
async function opened(world: World) {
  const { access_token } = (await (await world.holder(DATABASE).token()).json()) as { access_token: string }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const abort = new AbortController()
  const answer = fetch(`${world.origin}/usage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/x-ndjson' },
    body: readable,
    duplex: 'half',
    signal: abort.signal,
  } as RequestInit)
  return {
    answer,
    write: (...lines: unknown[]) => writer.write(new TextEncoder().encode(textOf(lines))),
    end: () => writer.close(),
    cut: () => abort.abort(),
  }
}

const staged = ({ deps }: World) =>
  deps.store.read((db) => db.selectFrom('upload_token').select('upload_id').execute())
const uploads = ({ deps }: World) =>
  deps.store.read((db) => db.selectFrom('usage_upload').selectAll().execute())

describe('a report that is sent again', () => {
  test('is the same one: shown once, and completed by new lines', async ({ world }) => {
    const { tokens, uses, recorded } = await linked(world)
    const first = await recorded([HEAD, { token: tokens[0] }])
    const again = await recorded([HEAD, { token: tokens[0] }, { token: tokens[0] }])
    expect([again.id, again.known]).toEqual([first.id, 2])
    expect(await uses(0)).toHaveLength(1)
    expect(await uses(1)).toEqual([])
    const more = await recorded([HEAD, { token: tokens[0] }, { token: tokens[1] }])
    expect(more.id).toBe(first.id)
    expect([await uses(0), await uses(1)]).toMatchObject([
      [{ project: HEAD.project }],
      [{ project: HEAD.project }],
    ])
    expect(await staged(world), 'what a report has is not kept again').toHaveLength(2)
  })

  test('is the same one when it comes four times at once', async ({ world }) => {
    const { tokens, uses, recorded } = await linked(world)
    const lines = [HEAD, ...tokens.map((token) => ({ token }))]
    const answers = await Promise.all(Array.from({ length: 4 }, () => recorded(lines)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect([await uses(0), await uses(1)].map((each) => each?.length)).toEqual([1, 1])
  })

  test('is another one for another project or other days', async ({ world }) => {
    const { tokens, uses, recorded } = await linked(world)
    const others = [
      HEAD,
      { ...HEAD, project: { ...HEAD.project, id: 'p-2' } },
      { ...HEAD, from: '2026-10-02' },
      { ...HEAD, to: '2026-10-30' },
    ]
    const ids = []
    for (const head of others) ids.push((await recorded([head, { token: tokens[0] }])).id)
    expect(new Set(ids).size).toBe(4)
    expect(await uses(0)).toHaveLength(4)
  })

  test('with an Idempotency-Key is the same one, and the key is refused with another report', async ({
    world,
  }) => {
    const { tokens, report, recorded } = await linked(world)
    const key = { 'idempotency-key': 'october-1' }
    const first = await recorded([HEAD, { token: tokens[0] }], key)
    expect((await recorded([HEAD, { token: tokens[0] }], key)).id).toBe(first.id)
    const other = { ...HEAD, from: '2026-10-02' }
    await expectRefused(world, 'idempotency-key-reused', () => report([other], key))
    await expectRefused(world, 'idempotency-key-required', () => report([HEAD], { 'idempotency-key': 'a b' }))
  })
})

test('a use of a single day is shown as one that began and ended on it', async ({ world }) => {
  const { tokens, uses, recorded } = await linked(world)
  const today = dayInJapan(world.clock.now())
  for (const day of [HEAD.from, today])
    await recorded([{ ...HEAD, from: day, to: day }, { token: tokens[0] }])
  const days = (await uses(0))?.map(({ from, to }) => [from, to])
  expect(days?.sort()).toEqual(
    [
      [HEAD.from, HEAD.from],
      [today, today],
    ].sort(),
  )
})

describe('nothing of a report is visible', () => {
  test('before its whole body was read', async ({ world }) => {
    const { tokens, uses } = await linked(world)
    const { write, end, answer } = await opened(world)
    await write(HEAD, { token: tokens[0] })
    await expect.poll(() => staged(world), PATIENCE).toHaveLength(1)
    expect(await uses(0)).toEqual([])
    await end()
    expect((await answer).status).toBe(201)
    expect(await uses(0)).toHaveLength(1)
  })

  test('when it is cut off; sent again, it is there once', async ({ world }) => {
    const { tokens, uses, recorded } = await linked(world)
    const { write, cut, answer } = await opened(world)
    await write(HEAD, { token: tokens[0] })
    await expect.poll(() => staged(world), PATIENCE).toHaveLength(1)
    cut()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => uploads(world), PATIENCE).toEqual([])
    expect(await uses(0)).toEqual([])
    await recorded([HEAD, { token: tokens[0] }])
    expect(await uses(0)).toHaveLength(1)
  })

  test('when an upload that completes an earlier one is cut off: the earlier one stays as it was', async ({
    world,
  }) => {
    const { tokens, uses, recorded } = await linked(world)
    await recorded([HEAD, { token: tokens[0] }])
    const { write, cut, answer } = await opened(world)
    await write(HEAD, { token: tokens[1] })
    await expect.poll(() => staged(world), PATIENCE).toHaveLength(2)
    cut()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => uploads(world), PATIENCE).toHaveLength(1)
    expect([await uses(0), await uses(1)].map((each) => each?.length)).toEqual([1, 0])
  })

  test('when its last line is invalid', async ({ world }) => {
    const holder = world.holder('demo-biobank')
    const [research] = await holder.link('research', [numbersOf(ordinary(0))])
    const [industry] = await holder.link('industry', [numbersOf(ordinary(0))])
    const tokenOf = (one: typeof research) => (one && 'token' in one ? one.token : '')
    const lines = [
      { ...HEAD, database: 'demo-biobank' },
      ...Array.from({ length: 300 }, () => ({ token: tokenOf(research) })),
      { token: tokenOf(industry) },
    ]
    const send = () => holder.send('POST', '/usage', { ndjson: textOf(lines) })
    await expectRefused(world, 'purpose-mismatch', send)
    expect(((await (await send()).json()) as { issues: object[] }).issues).toEqual([
      { path: 'token', message: 'line 302: is for another purpose than the project' },
    ])
  })

  test('when the process ended meanwhile, and its rest is dropped a day later', async ({ world }) => {
    const { tokens, uses } = await linked(world)
    const upload = {
      id: 'left',
      database_id: DATABASE,
      usage_id: null,
      idempotency_key: null,
      completed_at: null,
      cases_due: 0,
    }
    await world.deps.store.transact(async (tx) => {
      const named = await tx
        .selectFrom('token')
        .select(['token', 'linkage_id'])
        .where('token', '=', tokens[0] ?? '')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('usage_upload')
        .values({ ...upload, begun_at: world.clock.now().getTime() })
        .execute()
      await tx
        .insertInto('upload_token')
        .values({ upload_id: 'left', ...named, class: 'before', case_number: null })
        .execute()
    })
    expect(await uses(0)).toEqual([])
    await world.tick()
    expect(await uploads(world)).toHaveLength(1)
    world.clock.advance(25 * HOUR)
    await world.tick()
    expect([await uploads(world), await staged(world)]).toEqual([[], []])
  })
})

describe('a use is refused', () => {
  test('that has not ended', async ({ world }) => {
    const { report, recorded } = await linked(world)
    const today = dayInJapan(world.clock.now())
    const tomorrow = dayInJapan(new Date(world.clock.now().getTime() + 24 * HOUR))
    await recorded([{ ...HEAD, from: today, to: today }])
    await expectRefused(world, 'use-in-future', () => report([{ ...HEAD, to: tomorrow }]))
  })

  test('for a purpose that the database does not have, or that differs from this report before', async ({
    world,
  }) => {
    const { report } = await linked(world)
    const forPurpose = (purpose: string) => ({ ...HEAD, project: { ...HEAD.project, purpose } })
    await expectRefused(world, 'unknown-purpose', () => report([forPurpose('industry')]))
    const biobank = world.holder('demo-biobank')
    const send = (purpose: string) =>
      biobank.send('POST', '/usage', {
        ndjson: textOf([{ ...forPurpose(purpose), database: 'demo-biobank' }]),
      })
    expect((await send('research')).status).toBe(201)
    await expectRefused(world, 'purpose-mismatch', () => send('industry'))
  })
})
