import type { Visit } from './visit.ts'

const DESK = { width: 1000, height: 760 }
const STYLE = `body { margin: 32px; font: 16px/1.6 sans-serif; color: #333; background: #fff }
h1 { font-size: 22px }
pre { padding: 16px; font: 14px/1.5 monospace; background: #f2f2f2; white-space: pre-wrap; overflow-wrap: anywhere }`

/** Takes a picture of what a command printed, as it was printed. */
export async function takePrinted(
  { page, take }: Visit,
  name: string,
  title: string,
  printed: string,
): Promise<void> {
  const desk = await page.context().newPage()
  await desk.setViewportSize(DESK)
  await desk.setContent(
    `<!doctype html><html lang="ja"><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style><h1></h1><pre></pre></html>`,
  )
  await desk.locator('h1').evaluate((heading, text) => {
    heading.textContent = text
  }, title)
  await desk.locator('pre').evaluate((output, text) => {
    output.textContent = text
  }, printed)
  await take(desk, name)
  await desk.close()
}
