import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { verifyFile } from '../../api/audit/file.ts'
import { backUp } from '../../api/store/backup.ts'
import { startApiProcess } from '../support/api-process.ts'
import { createSearch, wordsAbout } from '../support/canaries.ts'
import { createPatient } from '../support/patient.ts'
import { numbersOf, ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import { freePort } from '../support/ports.ts'
import { filesBelow } from '../support/sources.ts'
import { createSecrets } from './support/secrets.ts'

/** Everything personal that the portal knows of the people of this journey. */
const PERSONS = [PEOPLE.jobChanger, PEOPLE.fullWidth, ordinary(0)]
const MY_NUMBER = '987654321000'
/** The client address of this journey, as a proxy names it. */
const ADDRESS = '203.0.113.77'
const CANARIES = [MY_NUMBER, ...PERSONS.flatMap(wordsAbout)]
const canariesIn = createSearch(CANARIES)

let opsPort: number
let api: Awaited<ReturnType<typeof startApiProcess>>
const answers: { what: string; text: string }[] = []
const secrets = createSecrets()

beforeAll(async () => {
  opsPort = await freePort()
  api = await startApiProcess({
    ERABU_TICK_MS: '20',
    ERABU_LOG: 'trace',
    ERABU_OPS_PORT: `${opsPort}`,
    ERABU_PROXIES: '127.0.0.1,::1',
  })
})
afterAll(() => api?.close())

/** Records the api's answers, including headers. */
function listenIn() {
  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== api.origin) return real(input, init)
    const headers = new Headers(init.headers)
    headers.set('X-Forwarded-For', ADDRESS)
    secrets.request(url, init)
    const response = await real(input, { ...init, headers })
    const text = await response.clone().text()
    secrets.answer(response.headers, text)
    const lines = [...response.headers].map((pair) => pair.join(': ')).join('\n')
    answers.push({ what: `${init.method ?? 'GET'} ${url.pathname}`, text: `${lines}\n${text}` })
    return response
  })
}

/** Everything that a person, a holder and an attacker can do. */
async function journey() {
  const registry = api.holder('demo-registry')
  for (const person of PERSONS) {
    await registry.link('research', person.coverages.map(toNumbers))
    const patient = createPatient({ origin: api.origin })
    const id = await patient.prove(person.id)
    await patient.coverage(id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await patient.databases()
    const { decision } = await patient.decide('stop', { all: true })
    await patient.receipt(decision.id)
    await patient.decisions()
    const { insurer_number, symbol, number } = numbersOf(person)
    const json = { [number]: symbol, insurer_number, name: person.name, my_number: MY_NUMBER }
    for (const path of ['/api/sessions/options', '/api/decisions/options', '/api/nothing'])
      await patient.browser.send('POST', path, { json })
    await patient.browser.send(
      'GET',
      `/api/nothing?number=${number}&symbol=${encodeURIComponent(symbol ?? '')}`,
    )
    await patient.browser.send('GET', `/api/decisions/${number}/receipt`)
    await registry.postLinkages(
      'research',
      JSON.stringify({ subject: number, insurer_number, name: person.name }),
    )
    await registry.poll({ returnImmediately: true, ack: [number], setErrs: { a: { err: person.name } } })
    await patient.sendDecision(await patient.signed('allow', { all: true }), MY_NUMBER)
    const [{ id: passkey } = { id: '' }] = patient.authenticator.credentials
    await patient.browser.send('PATCH', `/api/passkeys/${passkey}`, { json: { name: `母 ${MY_NUMBER}` } })
    for (const words of [person.name, MY_NUMBER])
      await registry.send('POST', '/ssf/verify', { json: { stream_id: words, state: MY_NUMBER } })
    await registry.send('POST', '/usage', {
      ndjson: JSON.stringify({ ...json, project: { title: MY_NUMBER } }),
    })
    await patient.browser.send('DELETE', '/api/session')
  }
}

test('the search would find what it searches for', () => {
  const [canary = ''] = CANARIES
  for (const hidden of [
    canary,
    `xx${Buffer.from(`z${canary}z`).toString('base64')}`,
    Buffer.from(canary).toString('hex'),
  ])
    expect(canariesIn(Buffer.from(hidden))).toContain(canary)
})

test('after a whole journey nothing personal is in the store, its backup, the logs, the metrics or any answer except the coverage', async () => {
  listenIn()
  await journey()
  const shown = answers.filter(({ what }) => what.endsWith('/coverage'))
  expect(shown).toHaveLength(PERSONS.length)
  expect(canariesIn(Buffer.from(shown.map(({ text }) => text).join())).length).toBeGreaterThan(5)

  const others = answers.filter(({ what }) => !what.endsWith('/coverage'))
  expect(others.length).toBeGreaterThan(60)
  const leaks = others.flatMap(({ what, text }) =>
    canariesIn(Buffer.from(text)).map((canary) => `${what}: ${canary}`),
  )
  expect(leaks).toEqual([])

  const backup = join(api.data, 'backup.db')
  await backUp(api.data, backup, verifyFile(api.keys))
  const files = filesBelow(api.data)
  expect(files).toContain(backup)
  expect(
    files.some((path) => path.endsWith('-wal')),
    'the write-ahead log is there to be searched',
  ).toBe(true)
  expect(
    files.flatMap((path) => canariesIn(readFileSync(path)).map((canary) => `${path}: ${canary}`)),
  ).toEqual([])

  const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text()
  expect(metrics).toContain('erabu_feed_head')
  expect(canariesIn(Buffer.from(metrics))).toEqual([])

  expect(api.output().length).toBeGreaterThan(1000)
  expect(canariesIn(Buffer.from(api.output()))).toEqual([])

  const told = [ADDRESS, ...secrets.all()]
  expect(told.length, 'cookies, tokens, codes and what passkeys made').toBeGreaterThan(30)
  for (const [where, text] of Object.entries({ log: api.output(), metrics }))
    expect(
      told.filter((secret) => text.includes(secret)),
      where,
    ).toEqual([])
})
