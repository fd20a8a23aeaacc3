// @vitest-environment happy-dom
import { act, useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { rememberDraft } from '../../../web/data/device/tab-memory.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { type Deciding, useDecision } from '../../../web/data/patient/decide.ts'
import { Confirm } from '../../../web/features/decisions/Confirm.tsx'
import { messagesOf } from '../../support/words.ts'
import { database, linkage } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')
vi.mock('../../../web/data/patient/decide.ts')

let again = () => {}
function Shown() {
  const [, setCount] = useState(0)
  again = () => setCount((count) => count + 1)
  return <Confirm />
}

const deciding = (change: Partial<Deciding>) =>
  vi.mocked(useDecision).mockReturnValue({
    ...{ phase: 'unsent', preview: null, answer: null, failure: { code: 'unavailable' }, durable: true },
    ...{ start: vi.fn(), keepForLater: vi.fn() },
    ...change,
  })

beforeEach(() => {
  vi.mocked(useDatabases).mockReturnValue({
    status: 'ready',
    value: {
      databases: [database({ linkages: [linkage()] })],
      standing: null,
      standing_purposes: [],
      publishing: { stop_within_s: 1, allow_within_s: 1 },
      restored_at: null,
    },
    ...{ asOf: new Date(), from: 'server' },
  })
  rememberDraft({ from: '', kind: 'all', everywhere: null, databases: [], pair: null, choice: 'stop' })
  history.replaceState(null, '', '/confirm')
})

test('a decision whose answer is lost stays on its page, and leads to its confirmation once it is received', async () => {
  const d = messagesOf.ja.decisions
  deciding({})
  const page = await render(<Shown />)
  expect(page.textContent).toContain(d.doubtTitle)
  await act(async () => again())
  expect([location.pathname, page.textContent?.includes(d.doubtTitle)]).toEqual(['/confirm', true])
  const answer = { decision: { id: 'x' }, receipt: { number: 'R-1', jws: '' } } as Deciding['answer']
  deciding({ phase: 'recorded', failure: null, answer })
  await act(async () => again())
  expect(location.pathname).toBe('/done/x')
})
