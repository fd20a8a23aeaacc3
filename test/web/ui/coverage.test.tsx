// @vitest-environment happy-dom
import { act } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { Coverage } from '../../../api/contract/patient.ts'
import { CoverageRows } from '../../../web/features/coverage/CoverageRows.tsx'
import { CoverageView } from '../../../web/features/coverage/CoverageView.tsx'
import { mask } from '../../../web/features/coverage/mask.ts'
import { messagesOf } from '../../support/words.ts'
import { coverage, coverageAnswer } from './support/fixtures.ts'
import { render, tapText } from './support/render.tsx'

const { show, hide, noDataTitle, notDisclosed, notStored } = messagesOf.ja.coverage
const termsOf = (page: HTMLElement) => [...page.querySelectorAll('dt')].map((term) => term.textContent)

describe('a coverage is shown in the words of its scheme', () => {
  test.each([
    ['協会けんぽ', '01990019', ['保険者番号', '被保険者等記号', '被保険者等番号', '枝番']],
    ['健保組合', '06990014', ['保険者番号', '被保険者等記号', '被保険者等番号', '枝番']],
    ['自衛官', '07990013', ['保険者番号', '自衛官診療証記号', '自衛官診療証番号', '枝番']],
    ['国保', '999995', ['保険者番号', '被保険者記号', '被保険者番号', '枝番']],
    ['国共済', '31999998', ['保険者番号', '組合員等記号', '組合員等番号', '枝番']],
    [
      '学校の共済',
      '34990019',
      ['保険者番号', '組合員等（加入者等）記号', '組合員等（加入者等）番号', '枝番'],
    ],
    ['後期高齢者医療', '39999990', ['保険者番号', '被保険者番号']],
    ['生活保護', '12999991', ['公費負担者番号', '受給者番号']],
    ['知らない制度', '67999999', ['保険者番号', '記号', '番号', '枝番']],
  ])('%s', async (_name, insurer_number, terms) => {
    const page = await render(<CoverageRows coverage={coverage({ insurer_number })} shown={false} />)
    expect(termsOf(page)).toEqual(['制度', ...terms, '資格を取得した日'])
  })

  test('a missing symbol or branch is なし, never 00', async () => {
    const page = await render(<CoverageRows coverage={coverage({ symbol: null, branch: null })} shown />)
    const values = [...page.querySelectorAll('dd')].map((value) => value.textContent)
    expect(values.filter((value) => value === 'なし')).toHaveLength(2)
  })
})

describe('numbers', () => {
  test('show their last two digits and keep their length', () => {
    expect(mask('06990014')).toBe('●●●●●●14')
    expect(mask('56')).toBe('●●')
  })

  test('are hidden until the person shows them, and hidden again by the same button', async () => {
    const page = await render(
      <CoverageView answer={coverageAnswer({ history: [coverage({ number: '112233' })] })} />,
    )
    const secrets = ['06990014', '7654321', '112233', '１２３４']
    const visible = () => secrets.filter((secret) => page.textContent.includes(secret))
    expect(visible()).toEqual([])
    await tapText(page, show)
    expect(visible()).toEqual(secrets)
    await tapText(page, hide)
    expect(visible()).toEqual([])
  })

  test('are hidden again when the page goes out of sight', async () => {
    const page = await render(<CoverageView answer={coverageAnswer()} />)
    await tapText(page, show)
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await act(async () => document.dispatchEvent(new Event('visibilitychange')))
    expect(page.textContent).not.toContain('06990014')
  })
})

describe('where others may look on', () => {
  const discreet = '番号を表示すると出ます'
  const seiho = { insurer_number: '12999991', symbol: null, number: '0000018', branch: null }
  const elderly = { ...seiho, insurer_number: '39999990' }

  test('生活保護 is hidden like a number: its name, its words, its missing rows, also in the history', async () => {
    const answer = coverageAnswer({ ...seiho, history: [coverage({ ...seiho, ended_on: '2024-04-01' })] })
    const page = await render(<CoverageView answer={answer} discreet={discreet} />)
    const telling = ['生活保護', '公費負担者', '受給者', '12999991', '0000018']
    const visible = () => telling.filter((word) => page.textContent.includes(word))
    expect(visible()).toEqual([])
    await tapText(page, show)
    expect(visible()).toEqual(telling)
    await tapText(page, hide)
    expect(visible()).toEqual([])
  })

  test('no scheme can be guessed from the rows', async () => {
    const terms = async (own: Partial<Coverage>) =>
      termsOf(await render(<CoverageRows coverage={coverage(own)} shown={false} discreet={discreet} />))
    expect(await terms(seiho)).toEqual(await terms({}))
    expect(await terms(elderly)).toEqual(await terms({ insurer_number: '999995' }))
  })
})

test('no data is not a failure: it says what to do, and offers no number to show', async () => {
  const nothing = { insurer_number: null, symbol: null, number: null, branch: null, qualified_on: null }
  const page = await render(<CoverageView answer={coverageAnswer(nothing)} />)
  expect(page.textContent).toContain(noDataTitle)
  expect(page.querySelector('[role=alert]')).toBeNull()
  expect(page.querySelector('button')).toBeNull()
})

test('a person under protection is warned before numbers are shown', async () => {
  const page = await render(<CoverageView answer={coverageAnswer({ not_disclosed: true })} />)
  expect(page.textContent).toContain(notDisclosed)
})

test('the screen says that nothing is stored', async () => {
  const page = await render(<CoverageView answer={coverageAnswer()} />)
  expect(page.textContent).toContain(notStored)
})

test('the way on stands after the present coverage, before the earlier one, which is folded', async () => {
  const earlier = coverage({ number: '112233', ended_on: '2024-04-01' })
  const page = await render(
    <CoverageView answer={coverageAnswer({ history: [earlier] })} onward={<a href="/status">…</a>} />,
  )
  const [present, past] = page.querySelectorAll('.card')
  const onward = page.querySelector('a[href="/status"]')
  if (!present || !past || !onward) throw new Error('a part is missing')
  const follows = Node.DOCUMENT_POSITION_FOLLOWING
  expect(present.compareDocumentPosition(onward) & follows).toBe(follows)
  expect(onward.compareDocumentPosition(past) & follows).toBe(follows)
  const fold = past.closest('details')
  expect(fold?.open).toBe(false)
  expect(fold?.querySelector('summary')?.textContent).toBe(messagesOf.ja.coverage.earlier)
})

test('without an earlier coverage it says so, and has nothing to unfold for it', async () => {
  const page = await render(<CoverageView answer={coverageAnswer()} />)
  expect(page.textContent).toContain(messagesOf.ja.coverage.noEarlier)
  expect(page.querySelectorAll('details')).toHaveLength(1)
})
