// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { partsOf, withoutRuby } from '../../../web/text/ruby.ts'
import { Page } from '../../../web/ui/Page.tsx'
import { render } from '../ui/support/render.tsx'

const RECORD =
  '<span class="together"><ruby>記録<rp aria-hidden="true">（</rp><rt aria-hidden="true">きろく</rt><rp aria-hidden="true">）</rp></ruby></span>'

test('a reading belongs to the kanji before it, or to what ｜ begins', () => {
  expect(partsOf('届《とど》けの｜1日《ついたち》と人々《ひとびと》')).toEqual([
    { base: '届', reading: 'とど' },
    'けの',
    { base: '1日', reading: 'ついたち' },
    'と',
    { base: '人々', reading: 'ひとびと' },
  ])
  expect(partsOf('')).toEqual([])
})

test('brackets that hold no reading stay as they are', () => {
  const title = '研究《第2期》と《ひらがな》'
  expect(partsOf(title)).toEqual([title])
  expect(withoutRuby(title)).toBe(title)
})

test('readings are shown above the words, wherever the words stand', async () => {
  const record = '記録《きろく》'
  const main = await render(
    <ul>
      <li>{record}</li>
      <li>
        1 {record}, {null}
      </li>
      {[record].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>,
  )
  const items = [...main.querySelectorAll('li')].map((item) => item.innerHTML)
  expect(items).toEqual([RECORD, `1 ${RECORD}, `, RECORD])
})

test('names of elements and of the document carry no readings', async () => {
  const main = await render(
    <Page title="記録《きろく》">
      <nav aria-label="記録《きろく》" title="記録《きろく》" />
    </Page>,
  )
  const nav = main.querySelector('nav')
  expect([nav?.ariaLabel ?? nav?.getAttribute('aria-label'), nav?.title]).toEqual(['記録', '記録'])
  expect(document.title).toBe('記録 | えらぶ')
  expect(main.querySelector('h1')?.innerHTML).toBe(RECORD)
})
