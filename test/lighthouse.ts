/**
 * `npm run lighthouse`: audits P1 as a stranger sees it and P4 as somebody signed in does, on the built web, as Lighthouse
 * imitates a phone. Ends with 1 when a score is below its goal.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse, { type Flags } from 'lighthouse'
import { chromium } from 'playwright-core'
import { attachAuthenticator } from '../mocks/demo/authenticator.ts'
import { findBrowser } from '../mocks/demo/browser.ts'
import { createPages } from '../mocks/demo/pages.ts'
import { startDemoSystem } from './support/demo-system.ts'
import { freePort } from './support/ports.ts'
import { messagesOf } from './support/words.ts'

const GOALS = { performance: 95, accessibility: 100, 'best-practices': 100 }
const FIGURES = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']

const system = await startDemoSystem()
const profile = await mkdtemp(join(tmpdir(), 'erabu-lighthouse-'))
const port = await freePort()
const context = await chromium.launchPersistentContext(profile, {
  executablePath: findBrowser(),
  args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-dev-shm-usage'],
  locale: 'ja-JP',
})

try {
  const first = await audit('P1', '/', {})
  await signUp()
  const second = await audit('P4', '/status', { disableStorageReset: true })
  process.exitCode = first && second ? 0 : 1
} finally {
  await context.close()
  await system.close()
  await rm(profile, { recursive: true, force: true })
}

/** @returns whether every score reaches its goal. */
async function audit(screen: string, path: string, flags: Flags): Promise<boolean> {
  const onlyCategories = Object.keys(GOALS)
  const result = await lighthouse(system.origin + path, { port, onlyCategories, ...flags })
  if (!result) throw new Error('Lighthouse gave no result')
  const { categories, audits, finalDisplayedUrl } = result.lhr
  if (new URL(finalDisplayedUrl).pathname !== path) throw new Error(`${screen} led to ${finalDisplayedUrl}`)
  const scores = Object.entries(GOALS).map(([name, goal]) => {
    const score = Math.round((categories[name]?.score ?? 0) * 100)
    return { name, score, reached: score >= goal }
  })
  const figures = FIGURES.map((name) => `${audits[name]?.title} ${audits[name]?.displayValue}`)
  const words = scores.map(({ name, score, reached }) => `${name} ${score}${reached ? '' : ' (too low)'}`)
  console.log(`${screen}: ${[...words, ...figures].join(', ')}`)
  if (scores.every(({ reached }) => reached)) return true
  for (const { id, score, title, displayValue } of Object.values(audits))
    if (score !== null && score < 1) console.log(`  ${id}: ${title} ${displayValue ?? ''}`)
  return false
}

async function signUp(): Promise<void> {
  const page = await context.newPage()
  await attachAuthenticator(await context.newCDPSession(page))
  const pages = createPages(page, messagesOf.ja, system.origin)
  await pages.open()
  await pages.begin('r01')
  await pages.makePasskey()
  await page.close()
}
