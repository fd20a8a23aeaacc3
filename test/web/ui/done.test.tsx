// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Route } from 'wouter'
import type { DatabasesAnswer, DecisionView, LinkageView } from '../../../api/contract/patient.ts'
import { loadDevice } from '../../../web/data/device/load-device.ts'
import { api } from '../../../web/data/http/api.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import { refreshDatabases, resetDatabases, useDatabases } from '../../../web/data/patient/databases.ts'
import { resetDecisions } from '../../../web/data/patient/decisions.ts'
import { Done } from '../../../web/features/done/Done.tsx'
import { receiptOf } from '../../gallery/issuer.ts'
import { messagesOf } from '../../support/words.ts'
import { createFakeDevice } from '../data/support/device.ts'
import { renderHook } from '../data/support/render-hook.ts'
import { database, linkage, progress } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/device/load-device.ts')

const { reach: r, shell, decisions: d } = messagesOf.ja
const DECIDED = new Date('2026-11-24T01:00:00Z')
const MINUTE = 60_000
const decision = {
  id: 'd-1',
  choice: 'stop',
  scope: { all: true },
  text: 'A'.repeat(43),
  locale: 'ja',
  device: 'personal',
  recorded_at: DECIDED.toISOString(),
  receipt_number: 'R-7K3M-Q2XD-9FTA',
  databases: ['demo-registry'],
} satisfies DecisionView
const jws = await receiptOf(decision)

const answer = (...linkages: LinkageView[]): DatabasesAnswer => ({
  databases: [database({ linkages })],
  standing: null,
  standing_purposes: [],
  publishing: { stop_within_s: 3600, allow_within_s: 3600 },
  restored_at: null,
})
const before = answer(linkage())
const stopped = answer(
  linkage({ state: 'stopped', progress: progress({ applied_at: '2026-11-24T01:00:10Z' }) }),
)

let memory: ReturnType<typeof createFakeDevice>

beforeEach(() => {
  vi.useFakeTimers({ now: DECIDED.getTime() + 1000, shouldAdvanceTime: true })
  memory = createFakeDevice()
  vi.mocked(loadDevice).mockImplementation(async () => memory.device)
  resetDatabases()
  resetDecisions()
  vi.spyOn(api, 'receipt').mockResolvedValue(jws)
  vi.spyOn(api, 'decisions').mockResolvedValue({ decisions: [decision], next: null })
  history.replaceState({ number: decision.receipt_number }, '', '/done/d-1')
  return () => vi.useRealTimers()
})

const open = () =>
  render(
    <Route path="/done/:id">
      <Done keeping={() => null} />
    </Route>,
  )
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)))
/** Any copy is dated by these words. */
const dated = new RegExp(shell.asOf('.+'))

function keep(value: DatabasesAnswer, asOf: number) {
  memory.snapshots.set('overview', { value, asOf: new Date(asOf), owner: 'person' })
}

describe('right after deciding', () => {
  test('a copy from before the decision is neither shown nor dated', async () => {
    keep(before, DECIDED.getTime() - MINUTE)
    vi.spyOn(api, 'databases').mockReturnValue(new Promise(() => {}))
    const page = await open()
    await pass(3_000)
    expect(page.textContent).not.toMatch(dated)
    expect(page.querySelector('[role=status]')?.textContent).toBe(r.unknown)
    expect(page.textContent).not.toContain(r.replaced)
  })

  test('nor is what the page itself knew before', async () => {
    vi.spyOn(api, 'databases').mockResolvedValue(before)
    const earlier = await renderHook(useDatabases, undefined)
    await pass(10)
    expect(earlier.last()).toMatchObject({ status: 'ready', from: 'server' })
    await earlier.unmount()
    vi.spyOn(api, 'databases').mockReturnValue(new Promise(() => {}))
    const page = await open()
    await pass(3_000)
    expect(page.querySelector('[role=status]')?.textContent).toBe(r.unknown)
    expect(page.textContent).not.toMatch(dated)
  })

  test('the confirmation is whole while the databases do not answer', async () => {
    vi.spyOn(api, 'databases').mockRejectedValue(new ApiError('offline'))
    const page = await open()
    await pass(10)
    const panel = page.querySelector('.confirmation')?.textContent
    expect(panel).toContain(d.stopStatement(d.everything))
    expect(panel).toContain(decision.receipt_number)
    expect(panel).toContain('11月24日')
    expect(page.textContent).toContain(shell.retry)
    expect(page.querySelector('[role=alert]')).toBeNull()
  })
})

test('an answer since the decision is shown, and kept while the next one is slow', async () => {
  vi.spyOn(api, 'databases').mockResolvedValue(stopped)
  const page = await open()
  await pass(10)
  expect(page.querySelector('[role=status]')?.textContent).toContain('利用が止まりました')
  await pass(MINUTE)
  vi.spyOn(api, 'databases').mockReturnValue(new Promise(() => {}))
  await act(async () => refreshDatabases())
  await pass(3_000)
  expect(page.textContent).not.toMatch(dated)
})

test('what happens is announced in one place, by name', async () => {
  const open_ = linkage({ state: 'stopped', progress: progress() })
  vi.spyOn(api, 'databases').mockResolvedValue(answer(open_, { ...open_, purpose: 'industry' }))
  const page = await open()
  await pass(10)
  const live = [...page.querySelectorAll('[role=status], [aria-live]')]
  expect(live).toHaveLength(1)
  expect(live[0]?.textContent).toContain('症例レジストリ')
})
