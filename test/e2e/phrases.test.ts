import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { Language } from '../../web/text/language.ts'
import { STATES } from '../gallery/screens.ts'
import type { ScreenState } from '../gallery/state.ts'
import { startAnsweredSite } from '../support/answered-site.ts'
import { type EnginePage, inEachEngine } from '../support/engines.ts'
import { brokenPhrases, type LineBoxes, lineBoxes, SHORT_TEXTS } from '../support/line-boxes.ts'
import { messagesOf } from '../support/words.ts'

const SCREENS = [
  'p1-first-visit',
  'p4-on-its-way',
  'p5-linked',
  'p6-all',
  'p7-preview',
  'p8-on-its-way',
  'p9-receipt',
]
const WIDTHS = [320, 360]

let site: Awaited<ReturnType<typeof startAnsweredSite>>
beforeAll(async () => {
  site = await startAnsweredSite()
})
afterAll(() => site?.close())

/** Fills the storage for a state, and shows it in a new frame. Runs in the page. */
function showInFrame(given: { path: string; language: string; isNew: boolean; draft: object | null }) {
  localStorage.clear()
  sessionStorage.clear()
  localStorage.setItem('language', given.language)
  if (!given.isNew) localStorage.setItem('used', 'me')
  if (given.draft) sessionStorage.setItem('draft', JSON.stringify({ of: 'me', draft: given.draft }))
  document.querySelector('iframe')?.remove()
  const frame = document.body.appendChild(document.createElement('iframe'))
  frame.height = '740'
  frame.style.border = '0'
  frame.src = given.path
}

const setWidth = (width: number) => document.querySelector('iframe')?.setAttribute('width', `${width}`)

/** Runs a function in the frame. */
const inFrame = (script: string): unknown => (frames[0] as Window & typeof globalThis).eval(script)

/** The words of the frame, without readings. Runs in the frame. */
function words(): string {
  const shown = document.body.cloneNode(true) as HTMLElement
  for (const reading of shown.querySelectorAll('rt, rp')) reading.remove()
  return (shown.textContent ?? '').replace(/\s+/g, ' ')
}

/** The lines of a screen's short texts, at each width; with readings, of all its messages. */
async function linesOf(page: EnginePage, state: ScreenState, language: Language): Promise<LineBoxes[][]> {
  const { path, draft = null } = state
  const isNew = state.browser === 'new'
  site.show(state)
  await page.evaluate(showInFrame, { path, language, isNew, draft })
  // A browser without passkeys is offered other ways than the gallery's.
  const said = state.says(messagesOf[language]).slice(0, isNew ? 1 : undefined)
  const missing = async () => {
    const shown = (await page.evaluate(inFrame, `(${words})()`)) as string
    return said.filter((word) => !shown.includes(word))
  }
  await expect.poll(missing, { timeout: 15_000 }).toEqual([])
  const css = language === 'ja-easy' ? `${SHORT_TEXTS}, .phrases` : `${SHORT_TEXTS}, .way li`
  const found: LineBoxes[][] = []
  for (const width of WIDTHS) {
    await page.evaluate(setWidth, width)
    found.push((await page.evaluate(inFrame, `(${lineBoxes})(${JSON.stringify(css)})`)) as LineBoxes[])
  }
  return found
}

describe.each(['ja', 'ja-easy'] as const)(
  'in %s, on narrow phones, lines end where phrases do,',
  (language) =>
    inEachEngine(async (page) => {
      await page.goto(`${site.origin}/no-app`)
      const broken: string[] = []
      let several = 0
      for (const state of STATES.filter(({ name }) => SCREENS.includes(name)))
        for (const [at, boxes] of (await linesOf(page, state, language)).entries()) {
          broken.push(...brokenPhrases(boxes).map((text) => `${state.name}, ${WIDTHS[at]} px: ${text}`))
          // The places of the picture have no room for a longer word than this one, which has no phrases.
          if (language === 'ja' && state.name === 'p1-first-visit')
            expect(boxes.flatMap(({ lines }) => lines.map(({ text }) => text))).toContain(
              messagesOf.ja.welcome.way[1],
            )
          several += boxes.filter(({ lines }) => lines.length > 1).length
        }
      expect(broken).toEqual([])
      // Enough of the texts have several lines.
      expect(several).toBeGreaterThan(2 * SCREENS.length)
    }, 120_000),
)
