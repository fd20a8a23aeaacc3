import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { openPhone } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist') })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test('the browser reports no obstacle to installing the app', async () => {
  const phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
  await phone.pages.open()
  await phone.readyForOffline()
  const { installabilityErrors } = await phone.devtools.send('Page.getInstallabilityErrors')
  // A test's context is a private window, where nothing can be installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  const manifest = await phone.devtools.send('Page.getAppManifest')
  expect(manifest.errors).toEqual([])
  expect(manifest.url).toBe(`${world.origin}/manifest.webmanifest`)
})
