import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { expectClear, expectClearAtKiosk } from '../gallery/rules.ts'
import { ACCOUNT_STATES, KIOSK_STATES, openGallery } from '../gallery/screens.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

test.each(ACCOUNT_STATES)(
  '$name says where one is and what can be done, in every language, to everybody',
  (state) => gallery.show(state, (screen) => expectClear(state, screen)),
)

test.each(KIOSK_STATES)('$name says so at a kiosk, in every language, to everybody', (state) =>
  gallery.show(state, expectClearAtKiosk),
)
