import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND } from '../support/clock.ts'
import { openKiosk } from '../support/kiosk.ts'
import { readMetric } from '../support/metrics.ts'
import { ordinary } from '../support/people.ts'
import { problemFaults } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import { startWorld, type World } from '../support/world.ts'

/** Low enough that a test soon reaches it, and enough for a person to enrol and to decide. */
const RATE = { perSecond: 5, burst: 20 }
const AT_ONCE = 10

let world: World
const logged: string[] = []
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line) => logged.push(line) })
  world = await startWorld({ settings: { ERABU_PROXIES: '127.0.0.1,::1' }, rate: RATE, log })
  world.clock.hold()
})
afterAll(async () => {
  await world.check()
  await world.close()
})

/** Repeats a request until it is refused with 429. */
async function exhaust(ask: () => Promise<Response>): Promise<void> {
  for (let asked = 0; asked <= RATE.burst; asked += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, ask))
    const refused = answers.find(({ status }) => status === 429)
    if (!refused) continue
    expect(await problemFaults(refused, 'rate-limited')).toEqual([])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    return
  }
  throw new Error('all were let through')
}

const from = (address: string) => ({ 'X-Forwarded-For': address })
const floodFrom = (address: string) =>
  exhaust(() => fetch(`${world.origin}/api/nothing`, { headers: from(address) }))
const begin = (headers: Record<string, string>) =>
  world.patient().browser.send('POST', '/api/sessions/options', { json: { device: 'personal' }, headers })

describe('too many requests are told when to retry:', () => {
  test('those of one address whose sender is unknown, and of no other', async () => {
    const address = '203.0.113.1'
    await floodFrom(address)
    await expectRefused(world, 'rate-limited', () => begin(from(address)))
    await expectRefused(world, 'rate-limited', () => begin(from(`198.51.100.1, ${address}`)))
    expect((await begin(from('203.0.113.2'))).status).toBe(200)
    world.clock.advance(SECOND)
    expect((await begin(from(address))).status).toBe(200)
    expect(logged.join()).toContain('by address')
    expect(logged.join(), 'an address in the clear').not.toContain(address)
  })

  test('and the operator sees how many, without names', async () => {
    const told = () => readMetric(world, 'erabu_requests_refused_total')
    const before = (await told())['reason="rate"'] ?? Number.NaN
    const asked = Array.from({ length: 2 * RATE.burst }, () => begin(from('203.0.113.5')))
    const refused = (await Promise.all(asked)).filter(({ status }) => status === 429).length
    expect(refused).toBeGreaterThan(0)
    expect(await told()).toEqual({ 'reason="rate"': before + refused, 'reason="overload"': 0 })
  })

  test('those of one session, and of no other', async () => {
    const [noisy, quiet] = [world.patient(), world.patient()]
    for (const patient of [noisy, quiet]) await patient.sessionOptions()
    await exhaust(() => noisy.browser.send('GET', '/api/nothing'))
    await expect(noisy.sessionOptions()).rejects.toThrow('rate-limited')
    await quiet.sessionOptions()
  })

  test('those of one client, and of no other; its polls are never delayed', async () => {
    const [noisy, quiet] = [world.holder('demo-jisedai'), world.holder('demo-biobank')]
    const stream = await noisy.streamId()
    await exhaust(() => noisy.send('GET', `/ssf/status?stream_id=${stream}`))
    await expectRefused(world, 'rate-limited', () => noisy.postLinkages('research', '{}'))
    await expectRefused(world, 'rate-limited', () => noisy.token())
    const poll = { json: { returnImmediately: true } }
    expect((await noisy.send('POST', `/ssf/streams/${stream}/poll`, poll)).status).toBe(200)
    await quiet.streamId()
  })

  test('token requests of a stranger, which are charged to no client', async () => {
    const holder = world.holder('demo-statutory')
    const headers = from('203.0.113.3')
    const client_assertion = `${(await holder.assertion()).slice(0, -8)}AAAAAAAA`
    const form = { grant_type: 'client_credentials', client_assertion }
    await exhaust(() =>
      fetch(`${world.origin}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) }),
    )
    expect((await holder.token()).status).toBe(200)
  })

  test('those of a holder with a hundred waiting polls for one database', async () => {
    const holder = world.holder('demo-registry')
    const path = `/ssf/streams/${await holder.streamId()}/poll`
    const waiting = Array.from({ length: 100 }, () => holder.send('POST', path, { json: {} }))
    while (world.deps.wakeUps.waiting('demo-registry') < 100) await sleep(10)
    await expectRefused(world, 'rate-limited', () => holder.send('POST', path, { json: {} }))
    world.deps.wakeUps.notify('demo-registry')
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200)
  })
})

describe('a person can decide, whatever load there is', () => {
  test('behind the same address', async () => {
    const address = '203.0.113.4'
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const body = await patient.signed('stop', { all: true })
    await floodFrom(address)
    const answer = await patient.browser.send('POST', '/api/decisions', {
      json: body,
      headers: { ...from(address), 'Idempotency-Key': randomUUID() },
    })
    expect(answer.status).toBe(201)
    const headers = { Authorization: `Kiosk ${openKiosk(world).credential}` }
    const visit = await world
      .patient()
      .browser.send('POST', '/api/kiosk/visits', { json: {}, headers: { ...headers, ...from(address) } })
    expect(visit.status).toBe(201)
  })

  test('in the same session, and a decision above the limit leaves no trace', async () => {
    const patient = world.patient()
    await patient.enrol(ordinary(1).id)
    await exhaust(() => patient.browser.send('GET', '/api/nothing'))
    await patient.decide('stop', { all: true })

    const body = await patient.signed('allow', { all: true })
    const key = randomUUID()
    await exhaust(() => patient.browser.send('POST', '/api/decisions/options', { json: {} }))
    await expectRefused(world, 'rate-limited', () => patient.sendDecision(body, key))
    world.clock.advance(SECOND)
    expect((await patient.sendDecision(body, key)).status).toBe(201)
  })
})
