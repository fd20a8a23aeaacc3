import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DecisionAnswer } from '../../api/contract/patient.ts'
import { readMetric } from '../support/metrics.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { problemFaults } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import { startWorld, type World } from '../support/world.ts'

const ROOM = 4

let world: World
let people: Patient[]

beforeAll(async () => {
  world = await startWorld({ settings: { ERABU_CONCURRENCY: `${ROOM}` } })
  people = Array.from({ length: ROOM + 1 }, () => world.patient())
  for (const [index, person] of people.entries()) await person.enrol(ordinary(index).id)
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  await world.check()
  await world.close()
})

/** Makes transactions of one kind wait. @returns how many wait, and the function that releases them. */
function jam(which: { durable: boolean }) {
  const { store } = world.deps
  const real = store.transact
  const { promise: open, resolve: release } = Promise.withResolvers<void>()
  let waiting = 0
  vi.spyOn(store, 'transact').mockImplementation(async (work, options) => {
    if ((options?.durable ?? true) === which.durable) {
      waiting++
      await open
    }
    return real(work, options)
  })
  return {
    release,
    async full(count: number): Promise<void> {
      while (waiting < count) await sleep(5)
    },
  }
}

describe('while more requests come than can be answered in time', () => {
  test('a further decision is refused before any work is done, and accepted when it is sent again', async () => {
    const send: (() => Promise<Response>)[] = []
    for (const person of people) {
      const body = await person.signed('stop', { all: true })
      const key = randomUUID()
      send.push(() => person.sendDecision(body, key))
    }
    const { release, full } = jam({ durable: false })
    const answers = send.slice(0, ROOM).map((decide) => decide())
    await full(ROOM)

    const last = send[ROOM]
    if (!last) throw new Error('nobody is left')
    await expectRefused(world, 'unavailable', last)
    expect(await readMetric(world, 'erabu_requests_refused_total')).toEqual({
      'reason="rate"': 0,
      'reason="overload"': 1,
    })
    const holder = world.holder('demo-registry')
    expect(await holder.poll()).toMatchObject({ sets: {} })
    expect((await people[0]?.databases())?.standing).toBeNull()

    release()
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(201)
    const taken = await last()
    expect(taken.status).toBe(201)
    const { decision } = (await taken.json()) as DecisionAnswer
    expect((await people[ROOM]?.decisions())?.decisions.map(({ id }) => id)).toEqual([decision.id])
  })

  test('a jam in another lane takes no room from decisions', async () => {
    const [person] = people
    const body = await person?.signed('allow', { all: true })
    if (!person || !body) throw new Error('nobody is here')
    const { release, full } = jam({ durable: true })
    const begun = Array.from({ length: ROOM / 2 }, () => world.patient().sessionOptions())
    await full(ROOM / 2)
    const refused = await world
      .patient()
      .browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })
    expect(await problemFaults(refused, 'unavailable')).toEqual([])
    const decided = person.sendDecision(body, randomUUID())
    await full(ROOM / 2 + 1)
    release()
    expect((await decided).status).toBe(201)
    await Promise.all(begun)
  })

  test('a body that does not arrive takes no room either', async () => {
    const { hostname, port } = new URL(world.origin)
    const sockets = Array.from({ length: 2 * ROOM }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      const cookie = `session=${people[1]?.browser.cookies.get('session')?.value}`
      const lines = [
        'POST /api/decisions HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Cookie: ${cookie}`,
        'Sec-Fetch-Site: same-origin',
        'Content-Type: application/json',
        'Idempotency-Key: half-of-it',
        'Content-Length: 100',
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n{"decision":`)
      return socket
    })
    await sleep(100)
    await people[2]?.decide('allow', { all: true })
    for (const socket of sockets) socket.destroy()
  })
})
