// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import type { DecisionView, UsageAnswer } from '../../../api/contract/patient.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { useDecisions } from '../../../web/data/patient/decisions.ts'
import { useAllUsage } from '../../../web/data/patient/usage.ts'
import { Events } from '../../../web/features/events/Events.tsx'
import { eventsOf } from '../../../web/features/events/events.ts'
import { database, linkage, progress } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')
vi.mock('../../../web/data/patient/decisions.ts')
vi.mock('../../../web/data/patient/usage.ts')

const stop: DecisionView = {
  id: 'one',
  choice: 'stop',
  scope: { all: true },
  text: 'x'.repeat(64),
  locale: 'ja',
  device: 'personal',
  recorded_at: '2026-11-24T01:00:00Z',
  receipt_number: 'R-1',
  databases: ['a', 'b'],
}
const at = (time: string, applied: string | null) => [
  linkage({ state: 'stopped', progress: progress({ received_at: time, applied_at: applied }) }),
]
const databases = [
  database({
    id: 'a',
    name: { ja: '甲', en: 'A' },
    linkages: at('2026-11-24T01:01:00Z', '2026-11-24T01:02:00Z'),
  }),
  database({ id: 'b', name: { ja: '乙', en: 'B' }, linkages: at('2026-11-24T01:01:20Z', null) }),
]
const usage = [
  {
    database: 'a',
    nothing_reported_since: null,
    uses: [
      {
        project: { id: 'p', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
        from: '2026-10-01',
        to: '2026-10-31',
        reported_at: '2026-11-02T00:00:00Z',
      },
    ],
  },
] as unknown as UsageAnswer['databases']
const server = { asOf: new Date(), from: 'server' } as const

beforeEach(() => {
  vi.mocked(useDatabases).mockReturnValue({
    status: 'ready',
    value: {
      databases,
      standing: null,
      standing_purposes: [],
      publishing: { stop_within_s: 1, allow_within_s: 1 },
      restored_at: null,
    },
    ...server,
  })
  vi.mocked(useDecisions).mockReturnValue({ status: 'ready', value: [stop], ...server })
  vi.mocked(useAllUsage).mockReturnValue({ status: 'ready', value: usage, ...server })
})

test('what happened stands in the order of time, and a stop only where the database confirmed it', () => {
  expect(
    eventsOf({ databases, decisions: [stop], usage }).map((one) => [
      one.kind,
      'databases' in one ? one.databases : [],
    ]),
  ).toEqual([
    ['stopped', ['a']],
    ['received', ['b', 'a']],
    ['decided', []],
    ['used', ['a']],
  ])
})

test('the newest are shown in words, as many as are asked for', async () => {
  const page = await render(<Events most={3} />)
  const lines = [...page.querySelectorAll('li')].map(heard)
  expect(lines).toHaveLength(3)
  expect(lines[0]).toContain('利用を止めました：甲')
  expect(lines[1]).toContain('届け出を受け取りました：乙・甲')
  expect(lines[2]).toContain('届け出ました：すべてのデータベースについて')
  expect(page.querySelector('a')?.getAttribute('href')).toBe('/history')
})

test('all of them are shown on P9, without a way to themselves', async () => {
  const page = await render(<Events />)
  expect(page.querySelectorAll('li')).toHaveLength(4)
  expect([page.querySelector('h2')?.textContent, page.querySelector('a')]).toEqual(['これまでの出来事', null])
})

test('nothing is said while a part is missing', async () => {
  vi.mocked(useAllUsage).mockReturnValue({ status: 'failed', failure: { code: 'offline' } })
  expect((await render(<Events most={5} />)).textContent).toBe('')
})
