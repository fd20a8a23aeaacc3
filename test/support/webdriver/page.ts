import type { Page as PlaywrightPage } from 'playwright-core'
import { createLocator } from './locator.ts'
import { run, type Send } from './protocol.ts'
import { queries } from './queries.ts'
import { until } from './until.ts'

export type Page = ReturnType<typeof createPage>

/** A page in the shape of Playwright's, over WebDriver: so much of it as `mocks/demo/pages.ts` uses. */
export function createPage(send: Send) {
  const url = () => send('GetCurrentURL') as Promise<string>
  return {
    ...queries(send, (what, search) => createLocator(send, what, search)),
    send,
    url,
    goto: (address: string) => send('Navigate', { url: address }),
    /** @param wanted a condition, or an address in which `*` stands for anything. */
    async waitForURL(wanted: string | ((url: URL) => boolean)): Promise<void> {
      await until(`the address ${wanted}`, async () => {
        const address = await url()
        const fits = typeof wanted === 'string' ? matches(address, wanted) : wanted(new URL(address))
        return fits || undefined
      })
    },
    /** Runs a function inside the page. */
    evaluate: <Result, Given extends unknown[]>(
      script: (...given: Given) => Result,
      ...given: Given
    ): Promise<Result> => run<Result>(send, script, ...given),
  }
}

const matches = (address: string, pattern: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'))
      .join('.*')}$`,
  ).test(address)

/** The page for what is written for Playwright. A part that is missing throws a TypeError that names it. */
export const asPlaywright = (page: Page): PlaywrightPage => page as unknown as PlaywrightPage
