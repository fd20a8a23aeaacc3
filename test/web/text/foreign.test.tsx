// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { foreignPartsOf } from '../../../web/text/foreign.ts'
import { useText } from '../../../web/text/text.tsx'
import { render, tapText } from '../ui/support/render.tsx'

const SOURCE = '内閣府「患者の識別子について」令和8年4月'

test.each([
  ['a certificate (資格確認書) cannot', ['a certificate (', '資格確認書', ') cannot']],
  [SOURCE, ['', SOURCE, '']],
  ['厚生労働省WG 議論の整理(案)', ['', '厚生労働省', 'WG ', '議論の整理(案', ')']],
  ['MHLW', ['MHLW']],
])('Japanese is told from what stands around it: %s', (text, parts) => {
  expect(foreignPartsOf(text)).toEqual(parts)
})

const Facts = () => (
  <dl>
    <dt>Symbol (記号)</dt>
    <dd>
      {SOURCE}, {'2 of '}
      {3}
    </dd>
  </dl>
)

test('Japanese on an English page is marked, wherever it stands', async () => {
  const main = await render(<Facts />, 'en')
  expect(main.querySelector('dt')?.textContent).toBe('Symbol (記号)')
  expect([...main.querySelectorAll('[lang=ja]')].map(({ textContent }) => textContent)).toEqual([
    '記号',
    SOURCE,
  ])
})

test.each(['ja', 'ja-easy'] as const)('on a page in %s nothing is', async (language) => {
  expect((await render(<Facts />, language)).querySelector('[lang]')).toBeNull()
})

test('what is shown changes with the language', async () => {
  function Screen() {
    const { setLanguage } = useText()
    return (
      <button type="button" onClick={() => setLanguage('en')}>
        {SOURCE}
      </button>
    )
  }
  const main = await render(<Screen />)
  await tapText(main, SOURCE)
  await expect.poll(() => main.querySelector('[lang=ja]')?.textContent).toBe(SOURCE)
})
