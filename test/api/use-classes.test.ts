import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { readStored } from '../support/check/stored.ts'
import { DAY, HOUR } from '../support/clock.ts'
import type { Holder } from '../support/holder.ts'
import { readMetric } from '../support/metrics.ts'
import { slowClassOf, tokensOf } from '../support/model/slow-class.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { scale } from '../support/scale.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import { startWorld, type World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'
const METRIC = 'erabu_use_after_stop_total'

async function tokenOf(holder: Holder, index = 0): Promise<string> {
  const [answer] = await holder.link('research', [numbersOf(ordinary(index))])
  if (!answer || 'error' in answer) throw new Error('not linked')
  return answer.token
}

/** A person whose records the registry has linked, and who stops at noon in Japan; what is known of uses. */
async function scene(world: World, index = 0) {
  const holder = world.holder(DATABASE)
  world.clock.hold()
  const sinceNoon = (world.clock.now().getTime() - 3 * HOUR) % DAY
  world.clock.advance(DAY - sinceNoon)
  const token = await tokenOf(holder, index)
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  const decide = async (choice: 'stop' | 'allow') => {
    await patient.signIn()
    await patient.decide(choice, { all: true })
    await world.tick()
  }
  const pass = async (days: number) => {
    world.clock.advance(days * DAY)
    holder.forgetToken()
    await world.tick()
    await patient.signIn()
  }
  const uses = async () => {
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    return databases.find(({ database }) => database === DATABASE)?.uses ?? []
  }
  const report = async (project: unknown, from: number, to: number, tokens: string[]) => {
    const days = { from: dayFrom(world, from), to: dayFrom(world, to) }
    return recorded(await usesOf(holder).report(project, days, tokens))
  }
  const counted = async () => (await readMetric(world, METRIC))[`database="${DATABASE}"`]
  const cases = async () => (await readStored(world.place)).case_file
  return { ...usesOf(holder), holder, token, decide, pass, uses, report, counted, cases }
}

describe('a use', () => {
  test('that ended by the day on which the stop was due is "before" it; a day later it is "after-stop"', async ({
    world,
  }) => {
    const { token, decide, pass, uses, report } = await scene(world)
    await decide('stop')
    await pass(3)
    const described = (id: string) => ({ ...INLINE, id })
    // The stop was recorded three days ago, and due two days ago.
    expect(await report(described('due'), -10, -2, [token])).toMatchObject({ known: 1, after_stop: 0 })
    expect(await report(described('late'), -10, -1, [token, token, 'x'])).toMatchObject({
      known: 2,
      unknown: 1,
      after_stop: 2,
    })
    const classes = (await uses()).map((use) => [use.project.id, use.class])
    expect(Object.fromEntries(classes)).toEqual({ due: 'before', late: 'after-stop' })
  })

  test('runs on under an approval that is not younger than the day of the stop', async ({ world }) => {
    const { token, decide, pass, uses, report, put } = await scene(world)
    await decide('stop')
    await pass(5)
    await put('same day', { approved_on: dayFrom(world, -5) })
    await put('day after', { approved_on: dayFrom(world, -4) })
    expect(await report('same day', -5, 0, [token])).toMatchObject({ after_stop: 0 })
    expect(await report('day after', -5, 0, [token])).toMatchObject({ after_stop: 1 })
    const classes = (await uses()).map((use) => [use.project.id, use.class])
    expect(Object.fromEntries(classes)).toEqual({
      'same day': 'approved-before',
      'day after': 'after-stop',
    })
  })

  test('without an approval is given none afterwards, and is counted the same when it is reported again', async ({
    world,
  }) => {
    const { token, decide, pass, uses, report, put } = await scene(world)
    await decide('stop')
    await pass(5)
    const late = { ...INLINE, id: 'late' }
    const first = await report(late, -5, 0, [token])
    expect(first).toMatchObject({ known: 1, after_stop: 1 })
    expect((await put('late', { approved_on: '2020-01-01' })).status).toBe(409)
    expect(await report(late, -5, 0, [token])).toEqual(first)
    expect((await uses()).map((use) => use.class)).toEqual(['after-stop'])
  })

  test('names the token of one generation: the old one stays stopped, the new one is usable', async ({
    world,
  }) => {
    const { holder, token, decide, pass, uses, report } = await scene(world)
    await decide('stop')
    await decide('allow')
    const renewed = await tokenOf(holder)
    expect(renewed).not.toBe(token)
    await pass(5)
    const described = (id: string) => ({ ...INLINE, id })
    await report(described('old'), -1, 0, [token])
    await report(described('new'), -1, 0, [renewed])
    await report(described('both'), -1, 0, [renewed, token])
    const classes = (await uses()).map((use) => [use.project.id, use.class])
    expect(Object.fromEntries(classes)).toEqual({ old: 'after-stop', new: 'before', both: 'after-stop' })
  })

  test('during a stop stays one after it, whichever token of before or after the allow it names', async ({
    world,
  }) => {
    const { holder, token, decide, pass, uses, report, cases } = await scene(world)
    await decide('stop')
    await pass(4)
    await decide('allow')
    const renewed = await tokenOf(holder)
    await pass(4)
    const described = (id: string) => ({ ...INLINE, id })
    // The stop was made eight days ago, and was due seven days ago; the allow is four days old.
    expect(await report(described('old'), -6, -5, [token])).toMatchObject({ after_stop: 1 })
    expect(await report(described('new'), -6, -5, [renewed])).toMatchObject({ after_stop: 1 })
    expect(await report(described('long'), -20, 0, [renewed])).toMatchObject({ after_stop: 1 })
    expect(await report(described('due'), -20, -7, [renewed])).toMatchObject({ after_stop: 0 })
    expect(await report(described('since'), -3, 0, [renewed])).toMatchObject({ after_stop: 0 })
    const classes = (await uses()).map((use) => [use.project.id, use.class])
    expect(Object.fromEntries(classes)).toEqual({
      old: 'after-stop',
      new: 'after-stop',
      long: 'after-stop',
      due: 'before',
      since: 'before',
    })
    await world.tick()
    expect(await cases()).toHaveLength(3)
  })

  test('of a linkage that waits for its day of notice is no use after a stop', async ({ world }) => {
    const holder = world.holder('demo-jisedai')
    const token = await tokenOf(holder)
    const answer = await usesOf(holder).report(
      { ...INLINE, id: 'p' },
      { from: '2026-10-01', to: '2026-10-31' },
      [token],
    )
    expect(await recorded(answer)).toMatchObject({ known: 1, after_stop: 0 })
  })

  test('of a token that was stopped before it was linked rests on the decision, not on the linkage', async ({
    world,
  }) => {
    const { pass, decide } = await scene(world)
    await decide('stop')
    await pass(3)
    const biobank = world.holder('demo-biobank')
    const born = await tokenOf(biobank)
    await pass(3)
    biobank.forgetToken()
    const other = usesOf(biobank)
    await other.put('between', { approved_on: dayFrom(world, -4) })
    const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
    // Its holder was told of the stop when it registered, which is later than the approval.
    expect(await recorded(await other.report('between', days, [born]))).toMatchObject({ after_stop: 0 })
    await world.tick()
    const { case_file } = await readStored(world.place)
    expect(case_file).toMatchObject([{ database_id: 'demo-biobank' }])
  })
})

describe('uses after a stop', () => {
  test('are counted once per use and token, also when they are reported again or in parts', async ({
    world,
  }) => {
    const { holder, token, decide, pass, report, counted } = await scene(world)
    const other = await tokenOf(holder, 1)
    await decide('stop')
    await pass(5)
    expect(await counted()).toBe(0)
    const described = { ...INLINE, id: 'p-1' }
    await report(described, -1, 0, [token])
    expect(await counted()).toBe(1)
    await report(described, -1, 0, [token])
    await report(described, -1, 0, [token, other])
    expect(await counted()).toBe(1)
    await report({ ...described, id: 'p-2' }, -1, 0, [token])
    expect(await counted()).toBe(2)
    await Promise.all([1, 2, 3].map(() => report({ ...described, id: 'p-3' }, -1, 0, [token])))
    expect(await counted()).toBe(3)
    expect(await readMetric(world, METRIC)).toMatchObject({ 'database="demo-biobank"': 0 })
  })

  test('open one case per person and report', async ({ world }) => {
    const { holder, token, decide, pass, report, cases, counted } = await scene(world)
    await decide('stop')
    await decide('allow')
    const renewed = await tokenOf(holder)
    await decide('stop')
    await pass(5)
    const described = { ...INLINE, id: 'p-1' }
    const { id } = await report(described, -1, 0, [token, renewed])
    await report({ ...described, id: 'p-2' }, -9, -4, [token])
    await Promise.all([world.tick(), world.tick()])
    const [opened, ...others] = await cases()
    expect(others).toEqual([])
    expect(opened).toEqual({
      number: expect.stringMatching(/^C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
      database_id: DATABASE,
      subject: expect.any(String),
      about: 'use',
      ref: id,
      opened_by: 'erabu',
      opened_at: world.clock.now().getTime(),
      due_on: dayFrom(world, 14),
      state: 'open',
      says: null,
      answer: null,
      answered_at: null,
    })
    expect(await counted()).toBe(2)
    await report(described, -1, 0, [token])
    await world.tick()
    expect(await cases()).toEqual([opened])
    await report({ ...described, id: 'p-3' }, -1, 0, [token])
    await world.tick()
    expect(await cases()).toHaveLength(2)
    const { audit, usage_upload, upload_token } = await readStored(world.place)
    const named = audit.filter(({ kind }) => kind === 'case-opened').map(({ reference }) => reference)
    expect(named.toSorted()).toEqual((await cases()).map(({ number }) => number).toSorted())
    expect(usage_upload.filter(({ cases_due }) => cases_due !== 0)).toEqual([])
    const found = upload_token.filter((one) => one.class === 'after-stop')
    expect(found.every(({ case_number }) => named.includes(case_number ?? ''))).toBe(true)
  })
})

const steps = fc.array(
  fc.record({
    hours: fc.integer({ min: 1, max: 80 }),
    choice: fc.constantFrom('stop' as const, 'allow' as const),
  }),
  { minLength: 1, maxLength: 4 },
)

test(
  'has the class that a slow simulation says, whatever people decided and when',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: -6, max: 0 }),
        fc.option(fc.integer({ min: -12, max: 0 })),
        async (made, rest, to, approved) => {
          const world = await startWorld()
          try {
            const { holder, token, decide, pass, uses, report, put } = await scene(world)
            const [tokens, decisions] = [[token], [] as { at: number; choice: 'stop' | 'allow' }[]]
            for (const { hours, choice } of made) {
              await pass(hours / 24)
              await decide(choice)
              decisions.push({ at: world.clock.now().getTime(), choice })
              const newest = await tokenOf(holder)
              if (newest !== tokens.at(-1)) tokens.push(newest)
            }
            await pass(rest / 24)
            const approved_on = approved === null ? null : dayFrom(world, approved)
            if (approved_on) await put('p-1', { approved_on })
            const expected: string[] = []
            const stops = tokensOf(decisions)
            expect(stops).toHaveLength(tokens.length)
            for (const i of stops.keys()) {
              const project = approved_on ? 'p-1' : { ...INLINE, id: 'p-1' }
              // Each token in a report of its own, by its first day.
              const { after_stop } = await report(project, to - 1 - i, to, [tokens[i] ?? ''])
              const days = { from: dayFrom(world, to - 1 - i), to: dayFrom(world, to) }
              const slow = slowClassOf({ ...days, approved_on }, stops.slice(0, i + 1), 24)
              expect(after_stop).toBe(slow === 'after-stop' ? 1 : 0)
              expected.push(slow)
            }
            const seen = (await uses()).toSorted((a, b) => (a.from > b.from ? -1 : 1))
            expect(seen.map((use) => use.class)).toEqual(expected)
            await world.tick()
            await world.check()
            const { case_file } = await readStored(world.place)
            expect(case_file).toHaveLength(expected.filter((one) => one === 'after-stop').length)
          } finally {
            await world.close()
          }
        },
      ),
      { numRuns: scale(8, 200) },
    )
  },
  scale(120_000, 3_600_000),
)
