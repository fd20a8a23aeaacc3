import { describe, expect } from 'vitest'
import type { Message, MessagesAnswer } from '../../api/contract/messages.ts'
import { addDays, dayInJapan } from '../../api/domain/calendar.ts'
import { noteAccount } from '../../api/store/people/account-events.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { apply, link } from '../support/push-world.ts'
import { expectRefused } from '../support/refused.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { seeded, test } from '../support/world-test.ts'

const messagesOf = (patient: Patient) => patient.call<MessagesAnswer>('GET', '/api/messages')
const kindsOf = async (patient: Patient) => (await messagesOf(patient)).messages.map(({ kind }) => kind)
const read = (patient: Patient, id = '') =>
  patient.browser.send('POST', `/api/messages/${encodeURIComponent(id)}/read`, { json: {} })

async function enrolled(world: World, index = 0): Promise<Patient> {
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  world.clock.advance(1000)
  return patient
}

/** The registry says what became of a token. */
async function says(world: World, token: string, outcome: string): Promise<void> {
  const holder = world.holder('demo-registry')
  holder.forgetToken()
  const path = `/ssf/streams/${await holder.streamId()}/outcomes`
  await holder.send('POST', path, { ndjson: JSON.stringify({ token, outcome, reason: 'law' }) })
}

/** A person who stopped everything forty days ago, and whose records the registry has used since. */
async function usedAfterStop(world: World) {
  const patient = await enrolled(world)
  const token = await link(world, 'demo-registry')
  await patient.decide('stop', { all: true })
  await world.tick()
  await apply(world, 'demo-registry')
  world.clock.advance(40 * DAY)
  const holder = world.holder('demo-registry')
  holder.forgetToken()
  const days = { from: dayFrom(world, -2), to: dayFrom(world, 0) }
  const report = (project: string, tokens: string[]) =>
    usesOf(holder)
      .report({ ...INLINE, id: project }, days, tokens)
      .then(recorded)
  await report('p-1', [token])
  await world.tick()
  await patient.signIn()
  return { patient, token, report }
}

describe('messages', () => {
  test('begin with the account: what was before it is no message, and what comes is one each', async ({
    world,
  }) => {
    await link(world, 'demo-registry')
    const patient = await enrolled(world)
    expect(await messagesOf(patient)).toEqual({ messages: [], unread: 0 })
    await link(world, 'demo-biobank')
    expect(await messagesOf(patient)).toMatchObject({
      messages: [{ kind: 'linked', database: 'demo-biobank', purpose: 'research', read_at: null }],
      unread: 1,
    })
  })

  test('tell of a stop once every database has applied it, and not before', async ({ world }) => {
    await link(world, 'demo-registry')
    await link(world, 'demo-biobank')
    const patient = await enrolled(world)
    const { decision } = await patient.decide('stop', { all: true })
    await world.tick()
    await apply(world, 'demo-registry')
    expect(await kindsOf(patient)).toEqual([])
    await apply(world, 'demo-biobank')
    expect((await messagesOf(patient)).messages).toMatchObject([
      {
        id: `stopped.${decision.id}`,
        kind: 'stopped',
        decision: decision.id,
        databases: ['demo-biobank', 'demo-registry'],
      },
    ])
  })

  test('never say "stopped" where a database reported something else', async ({ world }) => {
    const token = await link(world, 'demo-registry')
    await link(world, 'demo-biobank')
    const patient = await enrolled(world)
    await patient.decide('stop', { all: true })
    await world.tick()
    await apply(world, 'demo-registry')
    await says(world, token, 'partly')
    await apply(world, 'demo-biobank')
    expect((await messagesOf(patient)).messages).toMatchObject([
      { kind: 'reported', databases: ['demo-registry'] },
    ])
    await says(world, token, 'applied')
    expect(await kindsOf(patient)).toEqual(['stopped'])
    world.clock.advance(MINUTE)
    await says(world, token, 'not-found')
    const { messages, unread } = await messagesOf(patient)
    expect([messages.map(({ kind }) => kind), unread]).toEqual([['reported'], 1])
    expect(Date.parse(messages[0]?.at ?? '')).toBeGreaterThan(world.clock.now().getTime() - MINUTE)
  })

  test('tell that a stop is late from when it is, until it is applied', async ({ world }) => {
    await link(world, 'demo-registry')
    const patient = await enrolled(world)
    world.clock.hold()
    const { decision } = await patient.decide('stop', { all: true })
    await world.tick()
    const due = Date.parse(decision.recorded_at) + 24 * HOUR
    world.clock.advance(due - world.clock.now().getTime())
    await patient.signIn()
    expect(await kindsOf(patient)).toEqual([])
    world.clock.advance(1)
    expect((await messagesOf(patient)).messages).toMatchObject([
      { kind: 'late', at: new Date(due).toISOString(), database: 'demo-registry', decision: decision.id },
    ])
    world.holder('demo-registry').forgetToken()
    await apply(world, 'demo-registry')
    expect(await kindsOf(patient)).toEqual(['stopped'])
  })

  test('tell of a use, of one after a stop, of its case and of the answer', async ({ world }) => {
    const { patient, report, token } = await usedAfterStop(world)
    const of = async (kind: string) =>
      (await messagesOf(patient)).messages.filter((message) => message.kind === kind)
    const [use] = await of('used-after-stop')
    expect(use).toMatchObject({
      database: 'demo-registry',
      project: { id: 'p-1', title: INLINE.title },
      class: 'after-stop',
      case: { number: expect.stringMatching(/^C-/), due_on: dayFrom(world, 14) },
    })
    expect(await of('used')).toEqual([])
    world.clock.advance(MINUTE)
    await report('p-1', [token])
    expect(await of('used-after-stop'), 'the same report again').toEqual([use])
    await world.deps.caseAnswers.answer(use?.case?.number ?? '', 'stopped')
    expect(await of('answered')).toMatchObject([
      { database: 'demo-registry', case: { number: use?.case?.number, answer: 'stopped' } },
    ])
    expect(await of('used-after-stop')).toMatchObject([{ case: { answer: 'stopped' } }])
  })

  test('tell of a use when an upload first names the person, not when its report began', async ({
    world,
  }) => {
    const [patient, holder] = [await enrolled(world), world.holder('demo-registry')]
    const [own, other] = [await link(world, 'demo-registry', 0), await link(world, 'demo-registry', 1)]
    const days = { from: '2026-10-01', to: '2026-10-31' }
    const report = (token: string) => usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token])
    await recorded(await report(other))
    world.clock.advance(5 * MINUTE)
    const before = world.clock.now().getTime()
    await recorded(await report(own))
    const { messages } = await messagesOf(patient)
    const used = messages.filter(({ kind }) => kind === 'used')
    expect(used).toMatchObject([{ from: days.from, to: days.to, class: 'before' }])
    expect(Date.parse(used[0]?.at ?? '')).toBeGreaterThanOrEqual(before)
  })

  test('tell of passkeys after the first, and of a recovery as one thing', async ({ world }) => {
    const patient = await enrolled(world)
    await patient.signIn()
    const second = world.patient()
    const response = second.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    expect(await kindsOf(patient)).toEqual(['passkey-added'])
    await patient.browser.send('DELETE', `/api/passkeys/${response.id}`)
    expect((await kindsOf(patient)).toSorted()).toEqual(['passkey-added', 'passkey-removed'])
    world.clock.advance(MINUTE)
    const owner = world.patient()
    await owner.prove(ordinary(0).id)
    const anew = owner.authenticator.create(await owner.passkeyOptions(true))
    await owner.call('POST', '/api/passkeys', { response: anew })
    expect((await kindsOf(owner)).slice(0, 1)).toEqual(['recovered'])
    expect(await kindsOf(owner)).toHaveLength(3)
  })

  test('tell everybody what opened, and nobody who came after its freeze', async ({ world }) => {
    const [patient, today] = [await enrolled(world), dayInJapan(world.clock.now())]
    const { file, remove } = await changedCatalogue((one) =>
      one.id === 'demo-registry'
        ? {
            ...one,
            purposes: ['research', 'industry'],
            freeze_days: 30,
            opened_on: { research: '2020-01-01', industry: addDays(today, 1) },
          }
        : one,
    )
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    await remove()
    expect(await kindsOf(patient), 'before its day').toEqual([])
    world.clock.advance(DAY)
    await patient.signIn()
    const opened = {
      kind: 'opens',
      database: 'demo-registry',
      purpose: 'industry',
      usable_from: addDays(today, 31),
    }
    expect((await messagesOf(patient)).messages).toMatchObject([opened])
    const newcomer = await enrolled(world, 1)
    expect((await messagesOf(newcomer)).messages).toMatchObject([opened])
    world.clock.advance(31 * DAY)
    await patient.signIn()
    await newcomer.signIn()
    expect(await kindsOf(patient)).toEqual(['opens'])
    expect(await kindsOf(newcomer)).toEqual([])
  })
})

seeded('messages tell of a passkey whose counter went back', async ({ world }) => {
  const patient = await enrolled(world)
  const [person] = await world.deps.store.read((db) => db.selectFrom('patient').selectAll().execute())
  const at = world.clock.now().getTime()
  const event = {
    id: 'e',
    subject: person?.subject ?? '',
    kind: 'counter-back',
    device: 'personal',
    at,
  } as const
  await world.deps.store.transact((tx) => noteAccount(tx, [event]))
  expect(await kindsOf(patient)).toEqual(['counter-back'])
})

describe('a message', () => {
  test('is new until it is read, stays read, and says when it first was', async ({ world }) => {
    const patient = await enrolled(world)
    await link(world, 'demo-registry')
    await link(world, 'demo-biobank')
    const { messages, unread } = await messagesOf(patient)
    expect(unread).toBe(2)
    expect((await read(patient, messages[0]?.id)).status).toBe(204)
    const after = await messagesOf(patient)
    expect(after.unread).toBe(1)
    const first = after.messages[0]?.read_at
    expect(Date.parse(first ?? '')).toBeLessThanOrEqual(world.clock.now().getTime())
    world.clock.advance(MINUTE)
    expect((await read(patient, messages[0]?.id)).status).toBe(204)
    expect((await messagesOf(patient)).messages[0]?.read_at).toBe(first)
    await world.restart()
    expect((await messagesOf(patient)).unread).toBe(1)
  })

  test('of somebody else, or of nobody, is not found, and nothing is kept', async ({ world }) => {
    const [patient, other] = [await enrolled(world), await enrolled(world, 1)]
    await link(world, 'demo-registry')
    const { messages } = await messagesOf(patient)
    const own = messages[0]?.id ?? ''
    expect(await messagesOf(other)).toEqual({ messages: [], unread: 0 })
    for (const id of [own, 'x', '..', `${own}x`, 'a'.repeat(300)])
      await expectRefused(world, 'not-found', () => read(other, id))
    await expectRefused(world, 'not-signed-in', () => read(world.patient(), own))
    expect((await world.check()).read_message).toEqual([])
    expect((await messagesOf(patient)).unread).toBe(1)
  })

  test('holds no token, number or credential id', async ({ world }) => {
    const { patient, token } = await usedAfterStop(world)
    const text = JSON.stringify(await messagesOf(patient))
    expect(text).not.toContain(token)
    for (const number of Object.values(numbersOf(ordinary(0))))
      if (number && number.length > 4) expect(text).not.toContain(number)
    for (const { id } of (await world.check()).passkey) expect(text).not.toContain(id)
  })

  test('has an id of its own, which stays', async ({ world }) => {
    const { patient } = await usedAfterStop(world)
    const ids = ({ messages }: { messages: Message[] }) => messages.map(({ id }) => id)
    const once = ids(await messagesOf(patient))
    expect(once.length).toBeGreaterThan(2)
    expect(new Set(once).size).toBe(once.length)
    await world.restart()
    expect(ids(await messagesOf(patient))).toEqual(once)
  })
})
