import type { Page } from 'playwright-core'

/** Where the heading begins and its first line ends, in px from the top of the page. Runs in the page. */
function headingAt(): { begins: number; lineEnds: number } {
  const heading = document.querySelector('h1')
  const range = document.createRange()
  if (heading) range.selectNodeContents(heading)
  const top = heading?.getBoundingClientRect().top ?? Number.NaN
  const bottom = range.getClientRects()[0]?.bottom ?? Number.NaN
  return { begins: Math.round(top + scrollY), lineEnds: Math.round(bottom + scrollY) }
}

/**
 * Whether the heading of a phone's page stands too low: more than 160 px from the top of 360 × 740 or 45 % of
 * 320 × 568, or not one line of it on the first screen with text of double size. Leaves a page of 360 × 740.
 * @returns one line for each fault.
 */
export async function lowHeadings(page: Page, setText: (px: number) => Promise<unknown>): Promise<string[]> {
  const faults: string[] = []
  const note = (where: string, at: number, most: number) => {
    if (!(at <= most)) faults.push(`${where}: the heading is at ${at} px, not ${most}`)
  }
  note('360 × 740', (await page.evaluate(headingAt)).begins, 160)
  await setText(32)
  note('double text', (await page.evaluate(headingAt)).lineEnds, 740)
  await setText(16)
  await page.setViewportSize({ width: 320, height: 568 })
  note('320 × 568', (await page.evaluate(headingAt)).begins, 0.45 * 568)
  await page.setViewportSize({ width: 360, height: 740 })
  return faults
}
