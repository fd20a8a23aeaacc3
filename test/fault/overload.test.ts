import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import type { Patient } from '../support/patient.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, send } from './support/in-flight.ts'

const ROOM = 5
const PEOPLE = 10
/** Eight requests for each available slot. */
const SURGE = 40
const RECOVERED_MS = 30_000

let api: Awaited<ReturnType<typeof startApiProcess>>
let patients: Patient[]

beforeAll(async () => {
  api = await startApiProcess({ ERABU_TICK_MS: '50', ERABU_LOG: 'warn', ERABU_CONCURRENCY: `${ROOM}` })
  patients = await enrolPeople(api, PEOPLE)
})
afterAll(() => api?.close())

test('a surge is refused early where it is too much, loses nothing, and has no effect after its end', async () => {
  const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
  const check = createCheck({ place: { data: api.data }, origin: api.origin, signingKey: keys[0] })
  const sent = await prepare(patients, SURGE, 0)
  const pid = api.pid()
  if (pid === undefined) throw new Error('the api does not run')

  // As from a proxy that keeps its connections open: requests on them are seen at once. New connections are accepted
  // one by one, however many wait.
  const jwks = async () => (await fetch(`${api.origin}/jwks.json`)).arrayBuffer()
  await Promise.all(sent.map(jwks))
  process.kill(pid, 'SIGSTOP')
  const statuses = Promise.all(sent.map(send))
  await sleep(500)
  process.kill(pid, 'SIGCONT')
  expect(new Set(await statuses)).toEqual(new Set([201, 503]))

  const ledger = createLedger()
  ledger.note(sent)
  expect(ledger.size()).toBeGreaterThanOrEqual(ROOM)
  expect(ledger.lost(receiptsOf(await check())), 'acknowledged decisions that are lost').toBe(0)

  const until = performance.now() + RECOVERED_MS
  const [first, ...others] = sent.filter(({ acknowledged }) => acknowledged === null)
  expect(first && (await send(first))).toBe(201)
  await api.holder('demo-registry').poll()
  expect(performance.now(), 'both are answered again').toBeLessThan(until)
  for (const one of others) expect(await send(one)).toBe(201)
  ledger.note(sent)
  expect(ledger.size()).toBe(SURGE)
  expect(ledger.lost(receiptsOf(await check()))).toBe(0)
})
