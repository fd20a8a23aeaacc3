import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { createApiProcess } from '../support/api-process.ts'
import { freePort } from '../support/ports.ts'
import { prepareSetting } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { nginxTest } from './support/needs.ts'
import { startNginx } from './support/proxies.ts'

/** Requests that arrive together, and how often: 500 in all. */
const TOGETHER = 50
const WAVES = 10
/** All connections are idle this long: about the time after which Node closes them by default. */
const REST_MS = 5980
const SPREAD_MS = 60

let api: ReturnType<typeof createApiProcess>
let nginx: Awaited<ReturnType<typeof startNginx>>
let setting: Awaited<ReturnType<typeof prepareSetting>>
let behind: string
let port: number

/** The blocks of `api/README.md`, with the addresses of this test. */
function blocks(listen: number, port: number): string {
  const readme = readFileSync(join(ROOT, 'api/README.md'), 'utf8')
  const [, shown = ''] = /```nginx\n(.*?)```/s.exec(readme) ?? []
  expect(shown).toContain('proxy_http_version 1.1')
  return shown
    .replace('127.0.0.1:3000', `localhost:${port}`)
    .replace(/listen 443 ssl;/, `listen 127.0.0.1:${listen};`)
    .replace(/ssl_\w+ [^;]*;/g, '')
}

beforeAll(async () => {
  if (nginxTest.missing) return
  port = await freePort()
  nginx = await startNginx((listen) => {
    behind = `http://localhost:${listen}`
    return blocks(listen, port)
  })
  setting = await prepareSetting(behind)
  api = createApiProcess({
    ...setting.env,
    ERABU_PORT: String(port),
    ERABU_PROXIES: '127.0.0.1,::1',
    ERABU_LOG: 'warn',
  })
  await api.start()
})
afterAll(async () => {
  await nginx?.close()
  await api?.end()
  await setting?.remove()
})

const ask = async (): Promise<number> => {
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const answer = await fetch(`http://127.0.0.1:${nginx.port}/oauth/token`, { method: 'POST', body })
  await answer.text()
  return answer.status
}

nginxTest('no POST is lost on a connection that nginx kept, as the README sets it up', async () => {
  const statuses: number[] = []
  for (let wave = 0; wave < WAVES; wave++) {
    if (wave > 0) await sleep(REST_MS)
    const asked = Array.from({ length: TOGETHER }, async (_, i) => {
      await sleep((SPREAD_MS * i) / TOGETHER)
      return ask()
    })
    statuses.push(...(await Promise.all(asked)))
  }
  const counts = Map.groupBy(statuses, (status) => status)
  expect([...counts].map(([status, all]) => [status, all.length])).toEqual([[401, TOGETHER * WAVES]])
})

nginxTest('the api keeps a connection longer than nginx does', async () => {
  const { headers } = await fetch(`http://localhost:${port}/jwks.json`)
  const told = Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])
  const [, kept] = /keepalive_timeout (\d+)s/.exec(readFileSync(join(ROOT, 'api/README.md'), 'utf8')) ?? []
  expect(told).toBeGreaterThan(75)
  expect(told).toBeGreaterThan(Number(kept))
})

nginxTest('people are served under the name that they requested', async () => {
  const page = await fetch(`${behind}/status`, { headers: { accept: 'text/html' }, redirect: 'manual' })
  expect(page.status).toBe(200)
  expect((await fetch(`${behind}/api/session`)).status).toBe(401)
  const begun = await fetch(`${behind}/api/portal/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin: behind },
    body: JSON.stringify({ device: 'personal', return_to: 'patient' }),
  })
  expect(begun.status).toBe(201)
})
