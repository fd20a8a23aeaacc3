import type { Page } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from '../../../../mocks/demo/browser.ts'

const ORIGIN = 'http://localhost:4173'

/**
 * Builds one module for the browser and opens it in Chromium, with its exports as `globalThis.subject`.
 * It listens on no port: requests are answered inside the browser.
 */
export async function openInChromium(module: string) {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry: module, formats: ['es'], fileName: 'subject' } },
  })
  const [output] = Array.isArray(bundle) ? bundle : []
  const code = output?.output[0].code
  if (!code) throw new Error(`${module} gives no code`)

  const browser = await launchBrowser({ headless: true })
  const context = await browser.newContext()
  await context.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith('/subject.js')
      ? route.fulfill({ contentType: 'text/javascript', body: code })
      : route.fulfill({
          contentType: 'text/html',
          body: '<script type="module">globalThis.subject = await import("/subject.js")</script>',
        }),
  )
  return {
    /** A new tab of the same person's browser. */
    async tab(): Promise<Page> {
      const page = await context.newPage()
      await page.goto(ORIGIN)
      await page.waitForFunction('globalThis.subject')
      return page
    },
    close: () => browser.close(),
  }
}
