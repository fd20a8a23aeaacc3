// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { CoverageRows } from '../../../web/features/coverage/CoverageRows.tsx'
import { ReadAloud } from '../../../web/features/reading/ReadAloud.tsx'
import { stopReading } from '../../../web/features/reading/reader.ts'
import { sentencesOf } from '../../../web/ui/speech/sentences.ts'
import { createSynthesis, JAPANESE } from '../../support/synthesis.ts'
import { messagesOf } from '../../support/words.ts'
import { coverage } from './support/fixtures.ts'
import { heard, render, tapText } from './support/render.tsx'

const r = messagesOf.ja.reading
const textsOf = (html: string) => {
  const page = document.createElement('div')
  page.innerHTML = html
  document.body.append(page)
  return sentencesOf(page, '番号').map(({ text, range }) => ({ text, marked: range.toString().trim() }))
}
const spokenOf = (html: string) => textsOf(html).map(({ text }) => text)

describe('what is spoken of a screen', () => {
  test('is its sentences, each from the text that it is marked in', () => {
    const found = textsOf(
      '<h1>いまの状態</h1><p>止まりました。<b>3つ</b>のうち2つです。</p><ul><li>一つ</li><li>二つ</li></ul>',
    )
    expect(found.map(({ text }) => text)).toEqual([
      'いまの状態',
      '止まりました。',
      '3つのうち2つです。',
      '一つ',
      '二つ',
    ])
    for (const { text, marked } of found) expect(marked).toBe(text)
  })

  test('keeps numbers and words with a full stop inside whole', () =>
    expect(spokenOf('<p>Version 2.1 is on erabu.example now. Is it? Yes!</p>')).toEqual([
      'Version 2.1 is on erabu.example now.',
      'Is it?',
      'Yes!',
    ]))

  test('leaves out readings, pictures, what is folded away and what is not shown', () =>
    expect(
      spokenOf(
        '<p><ruby>記録<rp>（</rp><rt>きろく</rt></ruby>です。</p><svg aria-hidden="true"><text>図</text></svg>' +
          '<details><summary>くわしく</summary><div>中身</div></details><p style="display: none">紙</p>',
      ),
    ).toEqual(['記録です。', 'くわしく']))

  test('never is a personal number: other words stand in its place', async () => {
    const secret = coverage({ insurer_number: '12999991', number: '7654321', qualified_on: '2024-04-01' })
    for (const shown of [true, false]) {
      const page = await render(<CoverageRows coverage={secret} shown={shown} />)
      expect(sentencesOf(page, '番号').map(({ text }) => text)).toEqual(['番号'])
    }
  })
})

/** A screen with the button, and a synthesis that speaks when it is told to. */
async function screen(...voices: Parameters<typeof createSynthesis>) {
  const synthesis = createSynthesis(...voices)
  vi.stubGlobal('speechSynthesis', synthesis)
  vi.stubGlobal('SpeechSynthesisUtterance', synthesis.Utterance)
  const onStart = vi.fn()
  const page = await render(
    <>
      <p>戻る</p>
      <h1 tabIndex={-1}>いまの状態</h1>
      <p>止まりました。診療は変わりません。</p>
      <aside aria-hidden="true">
        <ReadAloud onStart={onStart} />
      </aside>
    </>,
  )
  return {
    page,
    synthesis,
    onStart,
    bar: () => document.querySelector('.reading-bar'),
    next: () => act(async () => synthesis.run()),
    begin: () => act(async () => synthesis.start()),
    marked: () => [...document.querySelectorAll('.being-read')].map((one) => one.textContent),
    spoken: () => synthesis.spoken,
  }
}

beforeEach(() => stopReading())

describe('the button 「読み上げる」', () => {
  test.for([
    ['no voice', []],
    ['a voice of another language', [{ lang: 'en-GB', localService: true }]],
    ['a voice that is elsewhere', [{ lang: 'ja-JP', localService: false }]],
  ] as const)('is not there on a device with %s, and comes with a voice', async ([, voices]) => {
    const { page, synthesis } = await screen(...voices)
    expect(page.querySelector('button')).toBeNull()
    await act(async () => synthesis.come(JAPANESE))
    expect(page.querySelector('button')?.textContent).toBe(r.start)
  })

  test('reads from the heading on, sentence by sentence, and marks the one that is read', async () => {
    const { page, next, begin, spoken, marked, bar, onStart } = await screen(JAPANESE)
    await tapText(page, r.start)
    expect(onStart).toHaveBeenCalledOnce()
    expect(spoken()).toEqual(['いまの状態'])
    await begin()
    expect(marked()).toEqual(['いまの状態'])
    await next()
    await begin()
    expect(spoken()).toEqual(['いまの状態', '止まりました。'])
    expect(marked()).toEqual(['止まりました。診療は変わりません。'])
    await next()
    await next()
    expect(spoken().at(-1)).toBe('診療は変わりません。')
    expect([marked(), bar()]).toEqual([[], null])
  })

  test('marks the sentence itself where the browser can', async () => {
    const registry = new Map<string, { ranges: Range[] }>()
    vi.stubGlobal('CSS', { ...CSS, highlights: registry })
    vi.stubGlobal(
      'Highlight',
      class {
        ranges: Range[]
        constructor(...ranges: Range[]) {
          this.ranges = ranges
        }
      },
    )
    const { page, next, begin, marked } = await screen(JAPANESE)
    await tapText(page, r.start)
    await next()
    await begin()
    expect(registry.get('reading')?.ranges.map(String)).toEqual(['止まりました。'])
    expect(marked()).toEqual([])
    await act(async () => stopReading())
    expect(registry.size).toBe(0)
  })

  test('takes no focus; pauses, goes on with the same sentence, and stops', async () => {
    const { page, next, bar, spoken, marked } = await screen(JAPANESE)
    const button = page.querySelector('button') as HTMLElement
    button.focus()
    await tapText(page, r.start)
    expect(document.activeElement).toBe(button)
    await next()
    const within = bar() as HTMLElement
    await tapText(within, r.pause)
    expect(marked()).toEqual([])
    await next()
    expect(spoken()).toEqual(['いまの状態', '止まりました。'])
    await tapText(within, r.resume)
    expect(spoken()).toEqual(['いまの状態', '止まりました。', '止まりました。'])
    await tapText(within, r.stop)
    await next()
    expect(bar()).toBeNull()
    expect(spoken()).toHaveLength(3)
  })

  test('stops on another screen, and does not read what is gone', async () => {
    const { page, next, bar, spoken } = await screen(JAPANESE)
    const gone = document.createElement('p')
    gone.textContent = '消える文です。'
    page.querySelector('h1')?.after(gone)
    await tapText(page, r.start)
    gone.remove()
    await next()
    expect(spoken()).toEqual(['いまの状態', '止まりました。'])
    await act(async () => history.pushState(null, '', '/history'))
    expect(bar()).toBeNull()
  })

  test('says so when the device could not speak', async () => {
    const { page, synthesis, bar } = await screen(JAPANESE)
    await tapText(page, r.start)
    await act(async () => synthesis.fail())
    expect(heard(bar())).toContain(r.failed)
    await tapText(bar() as HTMLElement, messagesOf.ja.shell.close)
    expect(bar()).toBeNull()
  })
})
