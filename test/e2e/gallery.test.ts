import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { expectClear, namesOfPrograms } from '../gallery/rules.ts'
import { openGallery, RECORD_STATES } from '../gallery/screens.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

test.each(RECORD_STATES)(
  '$name says where one is and what can be done, in every language, to everybody',
  (state) => gallery.show(state, (screen) => expectClear(state, screen)),
)

test('what only programs call by its name is found, in text and in names that are spoken', async () => {
  const page = await browser.newPage()
  await page.setContent(
    `<title>not-signed-in</title><p title="demo-registry">about not-found and NDB, or<b>ndb</b></p>
     <p aria-label="b6b1a6cb-7a0e-4b52-9a5e-0c7f1f1d1c11">not-founded</p>`,
  )
  const found = await namesOfPrograms(page)
  expect(found).toEqual(['not-signed-in', 'demo-registry', 'b6b1a6cb-7a0e-', 'not-found', 'ndb'])
  await page.close()
})
