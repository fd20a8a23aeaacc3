import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import type { CaseCreated } from '../../api/contract/cases.ts'
import type { MessagesAnswer } from '../../api/contract/messages.ts'
import type { DatabasesAnswer, SessionAnswer, UsageAnswer } from '../../api/contract/patient.ts'
import type { RecordAnswer } from '../../api/contract/record.ts'
import { HIDDEN } from '../../api/domain/safety/places.ts'
import { CATALOGUE, nameOf } from '../support/catalogue.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { openKiosk } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { link, subscriber, test, wait } from '../support/push-world.ts'
import { expectRefused } from '../support/refused.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import type { World } from '../support/world.ts'

const DATABASE = 'demo-registry'

const choose = (patient: Patient, on: boolean) =>
  patient.browser.send('PUT', '/api/session/safe', { json: { on } })
const turn = (patient: Patient, on: boolean) =>
  patient.call<SessionAnswer>('PUT', '/api/session/safe', { on })
const safe = async (patient: Patient) => (await patient.session()).safe
const rows = async (world: World) => (await world.check()).safe_person

/** What a browser gets that opens an address. `fetch` of Node sends a `Sec-Fetch-Mode` of its own. */
async function typed({ browser }: Patient, path: string): Promise<Response> {
  const Cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  const asked = request(new URL(path, browser.origin), { headers: { Cookie, 'Sec-Fetch-Mode': 'navigate' } })
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage]
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, `${value}`])
  return new Response(await text(answer), { status: answer.statusCode ?? 0, headers })
}

/** An id that a holder chose for its project. */
const PROJECT = '模擬病院・第二産婦人科'

/** A person whose records were linked and used, and who asked about that. */
async function somebody(world: World, index = 0) {
  const token = await link(world, DATABASE, index)
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  const days = { from: dayFrom(world, -1), to: dayFrom(world, -1) }
  await recorded(await usesOf(world.holder(DATABASE)).report({ ...INLINE, id: PROJECT }, days, [token]))
  await patient.call<CaseCreated>('POST', '/api/cases', {
    about: 'linkage',
    database: DATABASE,
    says: 'not-mine',
  })
  return patient
}

/** Everything that the screens of a person are made from, as text. */
async function told(patient: Patient): Promise<string> {
  const paths = ['databases', 'usage', 'record', 'record.ndjson', 'messages', 'cases', 'decisions', 'session']
  const answers = await Promise.all(
    paths.map(async (path) => (await patient.browser.send('GET', `/api/${path}`)).text()),
  )
  return answers.join('\n')
}

/** Every name that tells of a place: of databases and those who run them, of projects and who runs and approved them. */
const PLACES = [
  ...CATALOGUE.flatMap(({ name, holder }) => [name, holder].flatMap(({ ja, en }) => [ja, en])),
  INLINE.title,
  INLINE.organisation,
  PROJECT,
]

describe('safe mode by choice', () => {
  test('is known on every device of the person, keeps no reason, and ends without a row', async ({
    world,
  }) => {
    const patient = await somebody(world)
    expect(await safe(patient)).toBeUndefined()
    expect(await turn(patient, true)).toMatchObject({ safe: 'chosen' })
    const other = world.patient({ authenticator: patient.authenticator })
    await other.signIn()
    expect(await safe(other)).toBe('chosen')
    expect(Object.keys((await rows(world))[0] ?? {}).toSorted()).toEqual(['chosen', 'portal', 'subject'])
    expect(await turn(other, false)).not.toHaveProperty('safe')
    expect(await safe(patient)).toBeUndefined()
    expect(await rows(world)).toEqual([])
  })

  test('an address that somebody types shows nothing, in a browser whose session lives on', async ({
    world,
  }) => {
    const patient = await somebody(world)
    await turn(patient, true)
    for (const path of ['/api/databases', '/api/record.ndjson', '/api/session'])
      await expectRefused(world, 'not-signed-in', () => typed(patient, path))
    expect(await safe(patient)).toBe('chosen')
  })

  test('is chosen before there is an account, and holds for it', async ({ world }) => {
    const patient = world.patient()
    await expectRefused(world, 'not-signed-in', () => choose(patient, true))
    await patient.prove(ordinary(0).id)
    await turn(patient, true)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    expect(await safe(patient)).toBe('chosen')
  })

  test('hides every name of a place in every answer, and shows them again afterwards', async ({ world }) => {
    const patient = await somebody(world)
    await patient.decide('stop', { database: DATABASE })
    world.clock.advance(DAY)
    await patient.signIn()
    const open = await told(patient)
    for (const place of [nameOf(DATABASE, 'ja'), INLINE.title, INLINE.organisation, PROJECT])
      expect(open).toContain(place)
    await turn(patient, true)
    const hidden = await told(patient)
    expect(PLACES.filter((place) => hidden.includes(place))).toEqual([])
    const usage = await patient.call<UsageAnswer>('GET', '/api/usage')
    const project = usage.databases[0]?.uses[0]?.project
    expect(project).toMatchObject({ title: HIDDEN, organisation: HIDDEN })
    const { entries } = await patient.call<RecordAnswer>('GET', '/api/record')
    expect(entries.find(({ kind }) => kind === 'used')?.project).toMatchObject({
      id: project?.id,
      title: HIDDEN,
    })
    const { messages } = await patient.call<MessagesAnswer>('GET', '/api/messages')
    expect(messages.length).toBeGreaterThan(0)
    await turn(patient, false)
    expect(await told(patient)).toBe(open)
  })

  test('numbers the databases that linked first, and a later one does not change a number', async ({
    world,
  }) => {
    await link(world, 'demo-registry')
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await turn(patient, true)
    const name = async (database: string) => {
      const { databases } = await patient.call<DatabasesAnswer>('GET', '/api/databases')
      expect(new Set(databases.map(({ name }) => name.ja)).size).toBe(databases.length)
      return databases.find(({ id }) => id === database)?.name.ja
    }
    expect(await name('demo-registry')).toContain('データベース1（')
    world.clock.advance(MINUTE)
    await link(world, 'demo-biobank')
    await patient.decide('stop', { all: true })
    expect([await name('demo-registry'), await name('demo-biobank')]).toEqual([
      expect.stringContaining('データベース1（'),
      expect.stringContaining('データベース2（'),
    ])
  })

  test('ends every push, and takes no new one while it lasts', async ({ world, service }) => {
    const { patient, pushes } = await subscriber(world, service)
    await turn(patient, true)
    expect((await world.check()).push_subscription).toEqual([])
    expect((await world.check()).push_person).toEqual([])
    await link(world, DATABASE)
    await wait(world)
    expect(pushes()).toEqual([])
    await expectRefused(world, 'safe-mode', () =>
      patient.browser.send('POST', '/api/push', { json: service.subscribe() }),
    )
  })

  test('is turned off only with a passkey that has just answered', async ({ world }) => {
    const patient = await somebody(world)
    await turn(patient, true)
    world.clock.advance(6 * MINUTE)
    await expectRefused(world, 'assertion-required', () => choose(patient, false))
    await patient.signIn()
    expect(await turn(patient, false)).not.toHaveProperty('safe')
  })

  test('is of one person: nobody else is in it', async ({ world }) => {
    const [one, other] = [await somebody(world, 0), await somebody(world, 1)]
    await turn(one, true)
    expect(await safe(other)).toBeUndefined()
    expect(await told(other)).toContain(INLINE.title)
    for (const on of [null, 'yes', undefined])
      await expectRefused(world, 'invalid-request', () =>
        one.browser.send('PUT', '/api/session/safe', { json: { on } }),
      )
  })

  test('holds at a kiosk as well', async ({ world }) => {
    const kiosk = openKiosk(world)
    await link(world, DATABASE)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    await turn(kiosk.patient, true)
    const answers = await told(kiosk.patient)
    expect(PLACES.filter((place) => answers.includes(place))).toEqual([])
  })
})

describe('safe mode by the portal', () => {
  const { id } = PEOPLE.protected

  test('begins with the proofing, ends pushes, and stays while the portal says so', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(id)
    expect(await safe(patient)).toBe('portal')
    await expectRefused(world, 'not-disclosed', () => choose(patient, false))
    await turn(patient, true)
    await expectRefused(world, 'not-disclosed', () => choose(patient, false))
    expect(await rows(world)).toMatchObject([{ chosen: 1, portal: 1 }])
    await world.surroundings.disclose(id, true)
    await patient.prove(id)
    expect(await safe(patient)).toBe('chosen')
    await patient.signIn()
    await turn(patient, false)
    expect(await rows(world)).toEqual([])
  })

  test('is known to whoever asks for somebody else', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(id)
    const { subject = '' } = (await world.check()).patient[0] ?? {}
    expect(await world.deps.safety.isSafe(subject)).toBe(true)
    expect(await world.deps.safety.isSafe('somebody else')).toBe(false)
  })
})

test('a holder is told nothing of it, whatever it asks', async ({ world }) => {
  const people = [ordinary(0), ordinary(1)]
  const holder = world.holder(DATABASE)
  const look = async () => {
    const streamId = await holder.streamId()
    const read = async (path: string) => (await holder.send('GET', path)).text()
    return {
      again: await holder.link('research', people.map(numbersOf)),
      own: await read(`/linkages?database=${DATABASE}`),
      lists: await read(`/statuslists?database=${DATABASE}`),
      status: await read(`/ssf/status?stream_id=${streamId}`),
      poll: await holder.poll({ returnImmediately: true }),
    }
  }
  await holder.link('research', people.map(numbersOf))
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.signIn()
  await world.tick()
  const before = await look()
  const stored = await world.check()
  await turn(patient, true)
  await world.tick()
  expect(await look()).toEqual(before)
  await turn(patient, false)
  await world.tick()
  expect(await look()).toEqual(before)
  const { outbox, event, token, linkage } = await world.check()
  expect({ outbox, event, token, linkage }).toEqual({
    outbox: stored.outbox,
    event: stored.event,
    token: stored.token,
    linkage: stored.linkage,
  })
})
