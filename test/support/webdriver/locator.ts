import { areChecked, inner, promising, scrollTo } from './in-page.ts'
import { idOf, type Reference, run, type Send } from './protocol.ts'
import { plain, type Queries, queries } from './queries.ts'
import { until } from './until.ts'

/** A click did not happen, and may be tried again. */
const NOT_CLICKED = ['stale element reference', 'element click intercepted', 'element not interactable']

type Filter = { has?: Locator; hasText?: string; hasNotText?: string }

/** So much of Playwright's locator as `mocks/demo/pages.ts` uses. It waits like Playwright's. */
export type Locator = Queries & {
  /** For messages. */
  what: string
  /** The elements below others, or below the document. */
  find(roots: Reference[] | null): Promise<Reference[]>
  filter(filter: Filter): Locator
  or(other: Locator): Locator
  nth(index: number): Locator
  first(): Locator
  count(): Promise<number>
  isVisible(): Promise<boolean>
  innerText(): Promise<string>
  allInnerTexts(): Promise<string[]>
  waitFor(options?: { state?: 'visible' | 'hidden' | 'detached' }): Promise<void>
  click(): Promise<void>
  check(): Promise<void>
  fill(text: string): Promise<void>
}

/**
 * A locator in the shape of Playwright's, over WebDriver: so much of it as `mocks/demo/pages.ts` uses. Names are those
 * that the browser itself computes for its screen readers.
 * @param find the elements below others, or below the document.
 */
export function createLocator(send: Send, what: string, find: Locator['find']): Locator {
  const shown = async () => run<Reference[]>(send, promising, await find(null), null)
  const texts = async () => run<string[]>(send, inner, await find(null))
  /** The one that is there, once it is. */
  const one = () =>
    until(what, async () => {
      const all = await shown()
      if (all.length > 1) throw new Error(`More than one: ${what}`)
      return all[0]
    })
  const within = (inside: string, search: Locator['find']) =>
    createLocator(send, `${inside} in ${what}`, async (roots) => {
      const parents = await find(roots)
      return parents.length === 0 ? [] : search(parents)
    })

  const locator: Locator = {
    find,
    what,
    ...queries(send, within),

    filter: ({ has, hasText, hasNotText }) =>
      createLocator(send, `${what} with ${has?.what ?? hasText ?? `not ${hasNotText}`}`, async (roots) => {
        const all = await find(roots)
        const said = await run<string[]>(send, inner, all)
        const kept = await Promise.all(
          all.map(async (element, index) => {
            const text = plain(said[index] ?? '')
            if (hasText !== undefined && !text.includes(hasText)) return false
            if (hasNotText !== undefined && text.includes(hasNotText)) return false
            return !has || (await has.find([element])).length > 0
          }),
        )
        return all.filter((_, index) => kept[index])
      }),
    or: (other) =>
      createLocator(send, `${what} or ${other.what}`, async (roots) => [
        ...(await find(roots)),
        ...(await other.find(roots)),
      ]),
    nth: (index) =>
      createLocator(send, `number ${index + 1} of ${what}`, async (roots) =>
        (await find(roots)).slice(index, index + 1),
      ),
    first: () => locator.nth(0),

    count: async () => (await find(null)).length,
    isVisible: async () => (await shown()).length > 0,
    allInnerTexts: texts,
    innerText: async () => {
      const element = await one()
      const [text = ''] = await run<string[]>(send, inner, [element])
      return text
    },
    waitFor: async ({ state = 'visible' } = {}) => {
      await until(state === 'visible' ? what : `no more ${what}`, async () =>
        (await shown()).length > 0 === (state === 'visible') ? true : undefined,
      )
    },

    async click() {
      await until(`a click on ${what}`, async () => {
        const element = await one()
        await run(send, scrollTo, element)
        return send('ElementClick', { id: idOf(element) }).then(
          () => true,
          (error: Error) => {
            if (NOT_CLICKED.includes(error.name)) return undefined
            throw new Error(`The click on ${what} failed.`, { cause: error })
          },
        )
      })
    },
    async check() {
      await locator.click()
      await until(`${what} is checked`, async () => {
        const [checked] = await run<boolean[]>(send, areChecked, await find(null))
        return checked || undefined
      })
    },
    async fill(text) {
      const id = idOf(await one())
      await send('ElementClear', { id })
      await send('ElementSendKeys', { id, text })
    },
  }
  return locator
}
