import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DecisionAnswer } from '../../api/contract/patient.ts'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import { freePort } from '../support/ports.ts'
import { enrolPeople, receiptsOf } from './support/in-flight.ts'
import { createRawClient } from './support/raw-client.ts'

let opsPort: number
let api: Awaited<ReturnType<typeof startApiProcess>>

beforeAll(async () => {
  opsPort = await freePort()
  api = await startApiProcess({ ERABU_TICK_MS: '50', ERABU_LOG: 'warn', ERABU_OPS_PORT: `${opsPort}` })
})
afterAll(() => api?.close())

const ready = async () => (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).status

test('SIGTERM: requests in progress are answered and stored, nothing new begins, and the process exits with 0', async () => {
  const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
  const check = createCheck({ place: { data: api.data }, origin: api.origin, signingKey: keys[0] })
  const [patient] = await enrolPeople(api, 1)
  if (!patient) throw new Error('nobody has enrolled')
  const client = createRawClient(api.origin)
  const holder = api.holder('demo-registry')
  const body = JSON.stringify(await patient.signed('stop', { all: true }))
  const headers = [
    `Cookie: session=${patient.browser.cookies.get('session')?.value}`,
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/json',
    `Idempotency-Key: ${randomUUID()}`,
    'Expect: 100-continue',
  ]
  const begun = `POST /api/decisions HTTP/1.1\r\n${client.head(...headers, `Content-Length: ${body.length}`)}`
  const stream = await holder.streamId()
  expect(await ready()).toBe(200)

  const idle = client.open(`GET /jwks.json HTTP/1.1\r\n${client.head()}`)
  await idle.heard(/"keys"/)
  const deciding = client.open(begun + body.slice(0, 20))
  const stuck = client.open(begun + body.slice(0, 20))
  const { access_token } = (await (await holder.token()).json()) as { access_token: string }
  const late = client.open(
    `POST /ssf/streams/${stream}/poll HTTP/1.1\r\n`,
    client.head(
      `Authorization: Bearer ${access_token}`,
      'Content-Type: application/json',
      'Content-Length: 2',
      'Expect: 100-continue',
    ),
  )
  for (const one of [deciding, stuck, late]) await one.heard(/^HTTP\/1\.1 100 Continue\r\n\r\n/)
  const waiting = holder.send('POST', `/ssf/streams/${stream}/poll`, { json: {} })
  await (await fetch(`${api.origin}/jwks.json`)).text()

  const ended = api.end()
  await idle.closed
  expect(await ready()).toBe(503)
  expect(await (await waiting).json()).toMatchObject({ sets: {}, moreAvailable: false })
  late.write('{}')
  await late.closed
  expect(late.text()).toContain('{"sets":{},"moreAvailable":false,')
  await expect(fetch(`${api.origin}/jwks.json`)).rejects.toThrow()

  deciding.write(body.slice(20))
  await deciding.heard(/\}$/)
  const [, head, answer = ''] = deciding.text().split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 201 /)
  const { decision, receipt } = JSON.parse(answer) as DecisionAnswer
  await deciding.closed

  await ended
  expect(await api.ended()).toBe(0)
  await stuck.closed
  expect(stuck.text()).not.toMatch(/ 201 /)
  expect(api.output(), 'whoever breaks off is no fault of ours').not.toContain('request failed')
  expect(receiptsOf(await check()).get(decision.id)).toBe(receipt.jws)
})
