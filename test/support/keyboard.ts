import type { Page } from 'playwright-core'

const MOST_STOPS = 80

/** The focused element: its tag, its name, and whether its focus is visible. */
export type Focused = { tag: string; name: string; visible: boolean }

export const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body
    const label = element.closest('label')
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return {
      tag: element.tagName.toLowerCase(),
      name: (label ?? element).textContent?.trim() ?? '',
      visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 3,
    }
  })

/**
 * Presses Tab until an element whose name begins with `name` has the focus. Every element on the way must show its
 * focus.
 * @throws Error when no such element is reached.
 */
export async function tabTo(page: Page, name: string): Promise<void> {
  const stops: string[] = []
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (now.tag === 'body') continue
    if (!now.visible)
      throw new Error(`${now.tag} "${now.name.slice(0, 40)}" does not show that it has the focus`)
    if (now.name.startsWith(name)) return
    stops.push(now.name.slice(0, 20))
  }
  throw new Error(`Tab does not lead to ${name}, but to ${stops.join(', ')}`)
}
