import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { jsx } from '../../web/text/jsx-runtime.ts'
import { LANGUAGES, type Language, languages } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { togetherPartsOf } from '../../web/text/together.ts'
import { inEachEngine } from '../support/engines.ts'
import { type LineBoxes, lineBoxes } from '../support/line-boxes.ts'
import { listen } from '../support/serve.ts'
import { ROOT } from '../support/sources.ts'
import { wordsOf } from '../support/words.ts'

const DIST = join(ROOT, 'web/dist')
/** Widths of a line in em. The narrowest holds the longest part of a date. */
const WIDTHS = Array.from({ length: 80 }, (_, at) => 8 + at / 5)
/** Narrower ones, as they are beside pictures with text of double size. */
const NARROW = [5.5, 6, 6.5, 7]

const styleOf = (page: string): string =>
  [...readFileSync(join(DIST, page), 'utf8').matchAll(/href="\/(assets\/[\w.-]+\.css)"/g)]
    .map(([, path = '']) => readFileSync(join(DIST, path), 'utf8'))
    .join('\n')

/** Sentences with a day, a time and a wait. */
function sentencesIn(language: Language): string[] {
  const { messages: t, format } = wordsOf[language]
  const late = '2026-09-24T13:03:00Z'
  return [
    t.databases.late(format.dateTime(late), t.databases.holder),
    t.databases.restoredText(format.dateTime('2026-11-29T01:00:00Z')),
    t.uses.fromTo(format.date('1931-01-01'), format.date('2019-05-01')),
    t.decisions.reachWithin(format.wait(25_200)),
  ]
}

const pageIn = (language: Language, widths: number[]): string => {
  const lines = sentencesIn(language).flatMap((text) =>
    widths.map((width) => renderToStaticMarkup(jsx('p', { style: { width: `${width}em` }, children: text }))),
  )
  return `<!doctype html><html lang="${LANGUAGES[language].tag}" data-language="${language}">
    <meta charset="utf-8"><style>${styleOf('index.html')}</style>${lines.join('\n')}`
}

let server: Awaited<ReturnType<typeof listen>>
const origin = () => `http://127.0.0.1:${server.port}`
beforeAll(async () => {
  server = await listen('127.0.0.1')
  server.mount(({ url }) => {
    const { pathname } = new URL(url)
    const language = languages.find((one) => pathname.endsWith(`/${one}`))
    const inside = pathname.replace('/in-frame', '')
    const page =
      pathname === inside
        ? language && pageIn(language, pathname.includes('/narrow/') ? NARROW : WIDTHS)
        : `<!doctype html><iframe style="width: 10em; height: 20em" src="${inside}"></iframe>`
    return new Response(page, { headers: { 'content-type': 'text/html' } })
  })
})
afterAll(() => server?.close())

/** How many letters stand before each place inside of a part, spaces not counted. */
function insidesOf(text: string): Set<number> {
  const insides = new Set<number>()
  let count = 0
  togetherPartsOf(text).forEach((part, at) => {
    const { length } = withoutRuby(part).replace(/\s/g, '')
    if (at % 2) for (let inside = 1; inside < length; inside++) insides.add(count + inside)
    count += length
  })
  return insides
}

/** The sentence as it is set, if a line of it ends inside a part, or begins with what ends a phrase. */
function brokenLine({ lines }: LineBoxes, sentence: string): string[] {
  const insides = insidesOf(sentence)
  let count = 0
  const isBroken = lines.some(({ text }) => {
    count += text.replace(/\s/g, '').length
    return insides.has(count) || /^[）、。,.]/.test(text)
  })
  return isBroken ? [lines.map(({ text }) => text).join(' / ')] : []
}

/** The paragraphs that are wider than they were made, by more than a space at the end of a line. Runs in the page. */
const wideParagraphs = () =>
  [...document.querySelectorAll('p')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 6)
    .map(
      ({ style, scrollWidth, clientWidth, textContent }) =>
        `${style.width}: ${scrollWidth - clientWidth} px: ${textContent}`,
    )

/** Runs a function in the page's frame, which is as narrow as a phone with text of double size. */
const inFrame = (script: string): unknown => (frames[0] as Window & typeof globalThis).eval(script)

describe.each(languages)('in %s, at every width,', (language) => {
  const sentences = sentencesIn(language)
  const held = (boxes: LineBoxes[]) => {
    expect(boxes).toHaveLength(sentences.length * WIDTHS.length)
    // Enough of the lines end somewhere.
    expect(boxes.filter(({ lines }) => lines.length > 2).length).toBeGreaterThan(WIDTHS.length)
    const faults = boxes.flatMap((box, at) =>
      brokenLine(box, sentences[Math.floor(at / WIDTHS.length)] ?? ''),
    )
    expect(faults).toEqual([])
  }

  describe('no line ends inside a time or a part of a date', () =>
    inEachEngine(async (page) => {
      await page.goto(`${origin()}/${language}`)
      held(await page.evaluate(lineBoxes, 'p'))
      expect(await page.evaluate(wideParagraphs)).toEqual([])
    }, 60_000))

  describe('nor with text of double size on a phone, where a part that is too long breaks', () =>
    inEachEngine(async (page) => {
      await page.goto(`${origin()}/in-frame/${language}`)
      held((await page.evaluate(inFrame, `(${lineBoxes})('p')`)) as LineBoxes[])
      await page.goto(`${origin()}/in-frame/narrow/${language}`)
      expect(await page.evaluate(inFrame, `(${wideParagraphs})()`)).toEqual([])
    }, 60_000))
})
