import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Config } from '../../../../api/config.ts'
import type { Env } from '../../../../api/http/env.ts'
import { securityHeaders } from '../../../../api/http/headers.ts'
import { createSiteRoutes } from '../../../../api/routes/site.ts'
import { launchBrowser } from '../../../../mocks/demo/browser.ts'
import { listen } from '../../../support/serve.ts'

/** A build takes long where other tests run beside it, in milliseconds. */
const BUILD_MS = 120_000

let dist: string
let origin: string
let server: Awaited<ReturnType<typeof listen>>
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []
/** Appended to the worker, to stand for a new version of the app. */
let version = ''

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'erabu-web-'))
  vi.stubEnv('NODE_ENV', 'production')
  const configFile = join(import.meta.dirname, '../../../../web/vite.config.ts')
  await build({ configFile, logLevel: 'silent', build: { outDir: dist } })
  server = await listen('localhost')
  origin = `http://localhost:${server.port}`
  server.mount(createSite().fetch)
  browser = await launchBrowser({ headless: true })
  context = await browser.newContext()
  page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}, BUILD_MS)

afterEach(() => context.setOffline(false))

afterAll(async () => {
  await browser.close()
  await server.close()
  await rm(dist, { recursive: true })
})

/** Serves the site as the api does, with an api that knows nobody. */
function createSite() {
  return new Hono<Env>()
    .use(securityHeaders('http://localhost'))
    .get('/sw.js', async (c) => {
      const worker = await readFile(join(dist, 'sw.js'), 'utf8')
      return c.body(worker + version, 200, { 'Content-Type': 'text/javascript' })
    })
    .get('/jwks.json', (c) => c.json({ keys: [] }))
    .get('/api/catalogue', (c) => c.json({ databases: [] }))
    .all('/api/*', (c) => c.json({ type: 'urn:erabu:problem:not-signed-in' }, 401))
    .route('/', createSiteRoutes({ config: { web: dist } as Config }))
}

const waiting = () =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? null)

test('a first visit installs the worker under our security headers without a violation', async () => {
  await page.goto(origin)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.waitForLoadState('networkidle')
  expect(complaints).toEqual([])
})

test.each(['/', '/status', '/history/0d9e', '/verify#a.b.c'])('%s opens without network', async (path) => {
  await context.setOffline(true)
  await page.goto(origin + path)
  await page.waitForSelector('h1')
})

test.each([
  '/api/databases',
  '/jwks.json',
  '/oauth/token',
  '/ssf/streams',
  '/linkages?database=x',
  '/statuslists?database=x',
  '/.well-known/ssf-configuration',
  '/openapi.json',
  '/kiosk',
  '/kiosk.html',
])('%s is left to the server', async (path) => {
  await context.setOffline(true)
  await expect(page.goto(origin + path)).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
})

test('no answer of the api is cached', async () => {
  await page.goto(origin)
  await page.evaluate(() => fetch('/api/session'))
  const cached = await page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
    const requests = await Promise.all(opened.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(cached).toContain('/index.html')
  expect(cached.filter((path) => /^\/(api|jwks|kiosk)/.test(path))).toEqual([])
})

test('a new version waits until the person accepts it, then the page reloads with it', async () => {
  await page.goto(origin)
  version = '\n// next'
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
  const take = page.locator('[role=status] button').first()
  await take.waitFor()
  expect(await waiting()).toBe('installed')
  const loaded = page.waitForEvent('load')
  await take.click()
  await loaded
  expect(await waiting()).toBeNull()
})

test('the worker is at most 8 kB', async () => {
  expect(gzipSync(await readFile(join(dist, 'sw.js'))).length).toBeLessThanOrEqual(8 * 1024)
})

test('a first visit loads no more than 95 kB of JavaScript, the words included', async () => {
  const fresh = await browser.newPage()
  const loaded = new Set<string>()
  fresh.on('request', (request) => loaded.add(new URL(request.url()).pathname))
  await fresh.goto(origin)
  await fresh.waitForSelector('h1')
  const scripts = [...loaded].filter((path) => path.endsWith('.js') && path !== '/sw.js')
  const sizes = await Promise.all(
    scripts.map(async (path) => gzipSync(await readFile(join(dist, path)), { level: 9 }).length),
  )
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(95 * 1024)
})
