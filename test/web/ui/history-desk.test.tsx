// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { DecisionView } from '../../../api/contract/patient.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { useDecisions } from '../../../web/data/patient/decisions.ts'
import { History } from '../../../web/features/receipts/History.tsx'
import { languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { wordsOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')
vi.mock('../../../web/data/patient/decisions.ts')
vi.mock('../../../web/data/patient/earlier-decisions.ts', () => ({
  useEarlierDecisions: () => ({ earlier: [], loading: false, failure: null, more: null }),
}))

const own: DecisionView = {
  id: 'one',
  choice: 'stop',
  scope: { all: true },
  databases: ['a'],
  text: 'A'.repeat(43),
  locale: 'ja',
  device: 'shared',
  recorded_at: '2026-11-24T01:00:00Z',
  receipt_number: 'R-7K3M-Q2XD-9FTA',
}
const ready = <T,>(value: T) => ({
  status: 'ready' as const,
  value,
  asOf: new Date(),
  from: 'server' as const,
})

test.each(languages)(
  'the history tells a decision from a desk from one at a kiosk (%s)',
  async (language) => {
    vi.mocked(useDatabases).mockReturnValue(ready({ databases: [database({ id: 'a' })] }) as never)
    const shown = async (decision: DecisionView) => {
      vi.mocked(useDecisions).mockReturnValue(ready([decision]))
      return heard(await render(<History />, language))
    }
    const { how } = wordsOf[language].messages.receipts
    const fromDesk = await shown({ ...own, channel: 'desk' })
    expect(fromDesk).toContain(withoutRuby(how.desk))
    expect(fromDesk).not.toContain(withoutRuby(how.shared))
    expect(await shown(own)).toContain(withoutRuby(how.shared))
  },
)
