import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutcomeCode } from '../../../api/contract/outcomes.ts'
import type { LinkageView, Progress } from '../../../api/contract/patient.ts'
import { standingOf, stepsOf } from '../../../web/ui/linkage/standing.ts'
import { linkage, progress } from './support/fixtures.ts'

const at = '2026-11-24T01:30:00Z'
const partly = { code: 'partly', reason: 'law', at } as const
const applied = progress({ applied_at: at })

const time = fc.constantFrom(null, at)
const anyLinkage: fc.Arbitrary<LinkageView> = fc
  .record({
    state: fc.constantFrom('usable', 'waiting', 'stopped'),
    outcome: fc.option(fc.constantFrom(...OutcomeCode.options).map((code) => ({ code, at }))),
    progress: fc.option(
      fc
        .record({ published_at: time, received_at: time, applied_at: time, late: fc.boolean() })
        .map((times): Progress => progress(times)),
    ),
  })
  .map((parts) => linkage(parts as Partial<LinkageView>))

test('停止済み is shown only for a stop that the holder reported as applied', () => {
  fc.assert(
    fc.property(anyLinkage, (one) => {
      if (standingOf(one) !== 'stopped') return
      expect([one.state, one.progress?.applied_at]).toEqual(['stopped', at])
      expect(one.outcome?.code ?? 'applied').toBe('applied')
    }),
  )
})

test('late is said of nothing that the holder said it applied', () => {
  fc.assert(
    fc.property(anyLinkage, (one) => {
      if (standingOf(one) === 'late') expect(one.progress).toMatchObject({ late: true, applied_at: null })
      if (one.progress?.late && !one.progress.applied_at) expect(standingOf(one)).toBe('late')
    }),
  )
})

test('a step is done only when its time is known', () => {
  fc.assert(
    fc.property(anyLinkage, (one) => {
      if (!one.progress) return
      const [recorded, delivered, last] = stepsOf(one, one.progress)
      expect(recorded?.at).toBe(one.progress.recorded_at)
      expect(delivered?.at).toBe(one.progress.received_at ?? one.progress.applied_at)
      expect(last?.at).toBe(one.progress.applied_at)
    }),
  )
})

test.each([
  ['recorded', linkage({ state: 'stopped', progress: progress() })],
  ['recorded', linkage({ state: 'stopped', progress: progress({ published_at: at }) })],
  ['delivered', linkage({ state: 'stopped', progress: progress({ received_at: at }) })],
  ['stopped', linkage({ state: 'stopped', progress: progress({ received_at: at, applied_at: at }) })],
  ['late', linkage({ state: 'stopped', progress: progress({ received_at: at, late: true }) })],
  ['late', linkage({ state: 'usable', progress: progress({ late: true }) })],
  ['usable', linkage({ state: 'usable', progress: progress({ applied_at: at }) })],
  ['registered', linkage({ state: 'stopped' })],
  ['registered', linkage({ state: 'stopped', outcome: { code: 'applied', at } })],
  ['delivered', linkage({ state: 'stopped', progress: progress({ received_at: at }), outcome: partly })],
  ['limited', linkage({ state: 'stopped', progress: progress({ applied_at: at }), outcome: partly })],
  ['limited', linkage({ state: 'stopped', outcome: partly })],
  ['missing', linkage({ state: 'stopped', progress: applied, outcome: { code: 'not-found', at } })],
  ['unstopped', linkage({ state: 'stopped', progress: applied, outcome: { code: 'cannot', at } })],
  ['unstopped', linkage({ state: 'stopped', progress: applied, outcome: { code: 'exempt', at } })],
  ['stopped', linkage({ state: 'stopped', progress: applied, outcome: { code: 'applied', at } })],
  ['waiting', linkage({ state: 'waiting' })],
] as const)('a linkage is called %s', (standing, one) => {
  expect(standingOf(one)).toBe(standing)
})

test('an allowed use ends in 反映済み, a stopped one in 停止済み, one that was not stopped in neither', () => {
  const names = (state: 'usable' | 'stopped') =>
    stepsOf(linkage({ state }), progress()).map((step) => step.name)
  const missing = linkage({ state: 'stopped', outcome: { code: 'not-found', at } })
  expect(stepsOf(missing, progress()).at(-1)?.name).toBe('reported')
  expect(names('stopped')).toEqual(['recorded', 'delivered', 'stopped'])
  expect(names('usable')).toEqual(['recorded', 'delivered', 'reflected'])
})
