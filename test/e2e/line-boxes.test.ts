import { afterAll, beforeAll, describe, expect } from 'vitest'
import { inEachEngine } from '../support/engines.ts'
import { brokenPhrases, type LineBoxes, lineBoxes, lineEnds } from '../support/line-boxes.ts'
import { listen } from '../support/serve.ts'

/** Boxes of five letters, in which phrases of three letters are marked. */
const PAGE = `<!doctype html><meta charset="utf-8">
<style>
  p { width: 110px; margin: 0; font: 20px/2 sans-serif; word-break: keep-all; overflow-wrap: anywhere }
  .anywhere { word-break: normal }
</style>
<p>医療の<wbr>記録を<wbr>えらぶ</p>
<p>医療の\u200b記録を\u200bえらぶ</p>
<p><span><ruby>医療<rp>（</rp><rt>いりょう</rt><rp>）</rp></ruby>の</span><wbr><b>記録</b>を<wbr>えらぶ</p>
<p>医療の<wbr>じぞくてきなりよう</p>
<p class="anywhere">医療の記録をえらぶ</p>
<p class="anywhere">医療の<wbr>記録を<wbr>えらぶ</p>
<p>えらぶ</p>
<p hidden>医療の<wbr>記録を</p>`

// Firefox refuses to be led to a `data:` address.
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  server = await listen('127.0.0.1')
  server.mount(() => new Response(PAGE, { headers: { 'content-type': 'text/html' } }))
})
afterAll(() => server?.close())

const PHRASES = '医療の / 記録を / えらぶ'
const ANYWHERE = '医療の記録 / をえらぶ'

describe('lines end where the engine has set them, and a phrase that would fit is not broken', () =>
  inEachEngine(async (page) => {
    await page.goto(`http://127.0.0.1:${server.port}/`)
    const boxes: LineBoxes[] = await page.evaluate(lineBoxes, 'p')
    expect(boxes).toHaveLength(7)
    expect(lineEnds(boxes)).toEqual([
      PHRASES,
      PHRASES,
      PHRASES,
      '医療の / じぞくてき / なりよう',
      ANYWHERE,
      ANYWHERE,
    ])
    expect(brokenPhrases(boxes)).toEqual([ANYWHERE])
  }))
