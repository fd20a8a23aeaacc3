import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { DAY } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'
import { statusOf } from './lists.ts'
import { sealedSubject } from './subjects.ts'

const HOURS = 3600
const seal = (world: World, database: string, index: number, age = 0) =>
  sealedSubject(world, database, numbersOf(ordinary(index)), age)

/** A day in Japan, this many days from now. */
const day = (world: World, ahead: number) => {
  const at = new Date(world.clock.now().getTime() + ahead * DAY)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(at)
}

describe('registering linkages', () => {
  test('answers each line at its position: a token, or what is wrong with it', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0)
    const answers = await outsider.registerLines([
      { subject: await seal(world, DATABASE, 0) },
      { subject: await seal(world, 'demo-biobank', 1) },
      { subject: await seal(world, DATABASE, 2, 25 * HOURS) },
      { subject: await seal(world, DATABASE, 2, -1 * HOURS) },
      { subject: 'garbage' },
      { subject: 'a'.repeat(9000) },
      { person: 'without a subject' },
      ['no object'],
      { subject: await seal(world, DATABASE, 3), notified_on: day(world, 2) },
      { subject: await seal(world, DATABASE, 4) },
    ])
    expect(answers.map(({ error, state }) => error ?? state)).toEqual([
      'usable',
      'subject-for-another-database',
      'subject-expired',
      'subject-expired',
      'subject-rejected',
      'invalid-line',
      'invalid-line',
      'invalid-line',
      'notified-in-future',
      'usable',
    ])
    expect(answers[0]).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      status_list: { uri: expect.stringContaining(`${world.origin}/statuslists/`), idx: expect.any(Number) },
      state: 'usable',
      usable_from: null,
    })
    expect(answers[9]?.token).not.toBe(answers[0]?.token)
  })

  test('gives one person one linkage, however often they are sealed', async ({ world }) => {
    const { outsider, linked } = await linkedOutsider(world, 1)
    const again = await outsider.register('research', [
      await seal(world, DATABASE, 0),
      await seal(world, DATABASE, 0, HOURS),
    ])
    expect(again).toEqual([linked[0], linked[0]])
  })
})

describe('lines that are streamed', () => {
  const path = `/linkages?database=${DATABASE}&purpose=research`
  const headersOf = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-ndjson',
  })

  test('are answered while more lines follow', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0)
    const sent = request(world.origin + path, { method: 'POST', headers: headersOf(outsider.token) })
    const response = once(sent, 'response') as Promise<[IncomingMessage]>
    sent.write(`${JSON.stringify({ subject: 'garbage' })}\n`)
    const [answer] = await response
    const answers = createInterface(answer)[Symbol.asyncIterator]()
    expect(await answers.next()).toMatchObject({ value: '{"error":"subject-rejected"}' })
    sent.write(`${JSON.stringify({ subject: await seal(world, DATABASE, 0) })}\n`)
    expect(JSON.parse((await answers.next()).value ?? '')).toMatchObject({ state: 'usable' })
    sent.end('no json')
    expect(await answers.next()).toMatchObject({
      value: expect.stringMatching(/^\{"error":"invalid-line","line":3,/),
    })
    expect(await answers.next()).toMatchObject({ done: true })
  })

  test('are read no faster than their answers are taken, once 50,000 of them wait', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0)
    const CHUNKS = 40
    const LINES = 5000
    let pulled = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(new TextEncoder().encode('x\n'.repeat(LINES)))
          if (++pulled === CHUNKS) controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const init = { method: 'POST', headers: headersOf(outsider.token), body, duplex: 'half' }
    const response = await createApp(world.deps).fetch(
      new Request(world.origin + path, init as RequestInit),
      {},
    )
    for (let before = -1; before !== pulled; ) {
      before = pulled
      await sleep(200)
    }
    expect(pulled).toBeLessThan(CHUNKS / 2)
    const answers = (await response.text()).trimEnd().split('\n')
    expect([pulled, answers.length]).toEqual([CHUNKS, CHUNKS * LINES])
  })
})

describe('a linkage whose law demands notice', () => {
  test('waits, and its bit says do not use, until 30 days after the notice', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0, 'demo-jisedai')
    const [unnoticed, lately, long] = await outsider.registerLines([
      { subject: await seal(world, 'demo-jisedai', 0) },
      { subject: await seal(world, 'demo-jisedai', 1), notified_on: day(world, -3) },
      { subject: await seal(world, 'demo-jisedai', 2), notified_on: day(world, -60) },
    ])
    await world.tick()
    expect(unnoticed).toMatchObject({ state: 'waiting', usable_from: null })
    expect(lately).toMatchObject({ state: 'waiting', usable_from: day(world, 27) })
    expect(long).toMatchObject({ state: 'usable' })
    const bits = [unnoticed, lately, long].map((answer) =>
      statusOf(answer?.status_list ?? { uri: '', idx: -1 }, outsider),
    )
    expect(await Promise.all(bits)).toEqual([1, 1, 0])
  })
})
