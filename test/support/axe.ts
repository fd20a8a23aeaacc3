import axe from 'axe-core'
import type { Page } from 'playwright-core'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Those of them whose findings differ when only colours do. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * The findings of axe on the current page (WCAG 2.2 A and AA, best practice), one line each. @param only `colours`: where
 * the page was already looked at in other colours.
 */
export async function axeViolations(page: Page, only?: 'colours'): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in window)
  if (!loaded) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run(options),
    only
      ? { runOnly: { type: 'rule' as const, values: COLOURS } }
      : { runOnly: TAGS, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations' as const] },
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
