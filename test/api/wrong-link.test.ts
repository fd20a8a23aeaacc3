import { describe, expect } from 'vitest'
import type { CaseCreated, CasesAnswer } from '../../api/contract/cases.ts'
import type { MessagesAnswer } from '../../api/contract/messages.ts'
import type { ProofingAnswer } from '../../api/contract/patient.ts'
import type { RecordAnswer } from '../../api/contract/record.ts'
import { MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { dayFrom } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const MINE = ordinary(9)
const OTHERS = ordinary(8)
const STOPPED: ProofingAnswer = { status: 'mismatch', reason: 'numbers-of-two-people' }

/** An insurer registers somebody's number for another person (紐付け誤り). */
const linkWrongly = (world: World, resident = MINE.id) =>
  world.surroundings.changeJob(resident, { ...numbersOf(OTHERS), qualified_on: '2026-10-01' })

/** Goes to the portal and back. @returns the answer about the proofing. */
async function ask(patient: Patient, resident = MINE.id): Promise<{ id: string; answer: ProofingAnswer }> {
  const { id, authorize_url } = await patient.startProofing()
  await patient.comeBack(await patient.consent(authorize_url, resident))
  return { id, answer: await patient.call<ProofingAnswer>('GET', `/api/portal/requests/${id}`) }
}

const audited = async (world: World) =>
  (await world.check()).audit.filter(({ kind }) => kind === 'wrong-link').map(({ reference }) => reference)

describe('an answer of the portal with the numbers of two people', () => {
  test('proofs neither, refers to the insurer, and is in the audit trail', async ({ world }) => {
    const owner = world.patient()
    await owner.enrol(OTHERS.id)
    await linkWrongly(world)
    const patient = world.patient()
    const { id, answer } = await ask(patient)
    expect(answer).toEqual(STOPPED)
    expect(await patient.call('GET', `/api/portal/requests/${id}`)).toEqual(STOPPED)
    expect(await patient.session()).toMatchObject({ patient: null, proofed: false })
    for (const recover of [{}, { recover: true }])
      await expectRefused(world, 'proofing-required', () =>
        patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal', ...recover } }),
      )
    await expectRefused(world, 'coverage-gone', () =>
      patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
    expect(await audited(world)).toEqual([id])
  })

  test('ends no sign-in and no earlier proofing', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(MINE.id)
    await linkWrongly(world)
    expect((await ask(patient)).answer).toEqual(STOPPED)
    expect(await patient.session()).toMatchObject({ patient: { since: expect.any(String) }, proofed: true })
    await patient.decide('stop', { all: true })
  })

  test('is noticed wherever the wrong number is', async ({ world }) => {
    await linkWrongly(world, PEOPLE.twiceChanger.id)
    // The wrong number is history by now, between right ones.
    await world.surroundings.changeJob(PEOPLE.twiceChanger.id, {
      ...numbersOf(ordinary(9)),
      number: '77001122',
      qualified_on: '2026-11-01',
    })
    expect((await ask(world.patient(), PEOPLE.twiceChanger.id)).answer).toEqual(STOPPED)
  })

  test('opens neither account, and nobody decides for the other', async ({ world }) => {
    const [mine, others] = [world.patient(), world.patient()]
    await mine.enrol(MINE.id)
    await others.enrol(OTHERS.id)
    await world.holder('demo-registry').link('research', [numbersOf(OTHERS)])
    await linkWrongly(world)
    await ask(mine)
    await mine.decide('stop', { all: true })
    expect((await others.databases()).standing).toBeNull()
    expect((await world.check()).token.map(({ state }) => state)).not.toContain('revoked')
  })
})

test('a number that becomes wrong after the proofing is not shown', async ({ world }) => {
  const patient = world.patient()
  const id = await patient.prove(MINE.id)
  expect((await patient.coverage(id)).number).toBe(numbersOf(MINE).number)
  await linkWrongly(world)
  await expectRefused(
    world,
    'coverage-gone',
    () => patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    [numbersOf(OTHERS).number],
  )
})

test('numbers that resolve to nobody are ignored beside one that does', async ({ world }) => {
  const patient = world.patient()
  expect((await ask(patient, PEOPLE.justChanged.id)).answer).toEqual({ status: 'ready' })
  expect((await ask(patient, PEOPLE.jobChanger.id)).answer).toEqual({ status: 'ready' })
  expect(await audited(world)).toEqual([])
})

test('nobody is identified until the resolver has answered for each number', async ({ world }) => {
  await linkWrongly(world)
  const { identification } = world.deps
  const asked: string[] = []
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const body = String(init?.body ?? '')
    if (String(input).endsWith('/id5')) asked.push(body)
    return String(input).endsWith('/id5') && asked.length > 1
      ? new Response(null, { status: 503 })
      : real(input, init)
  }
  try {
    await expect(identification.person([numbersOf(OTHERS), numbersOf(MINE)])).rejects.toThrow('503 from /id5')
  } finally {
    globalThis.fetch = real
  }
})

describe('somebody who says that the portal returned another person', () => {
  const says = { about: 'person', says: 'not-mine' } as const
  const send = (patient: Patient, json: object = says) => patient.browser.send('POST', '/api/cases', { json })

  test('opens a case with a number and a day before any account, and makes none', async ({ world }) => {
    const patient = world.patient()
    await ask(patient)
    const first = await patient.call<CaseCreated>('POST', '/api/cases', says)
    expect(first.case).toMatchObject({ number: expect.stringMatching(/^C-/), due_on: dayFrom(world, 14) })
    expect(await patient.call('POST', '/api/cases', says)).toEqual(first)
    const { case_file, patient: accounts, audit } = await world.check()
    expect(accounts).toEqual([])
    expect(case_file).toMatchObject([{ database_id: '', ref: '', says: 'not-mine', opened_by: 'me' }])
    expect(audit.filter(({ kind }) => kind === 'case-asked')).toMatchObject([
      { reference: first.case.number },
    ])
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/cases'))
  })

  test('opens it with an account, and reads its answer there', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(MINE.id)
    const { number } = (await patient.call<CaseCreated>('POST', '/api/cases', says)).case
    expect(await world.deps.caseAnswers.answer(number, 'corrected')).toBe('answered')
    const { cases } = await patient.call<CasesAnswer>('GET', '/api/cases')
    expect(cases).toMatchObject([{ number, ...says, state: 'answered', answer: { code: 'corrected' } }])
    expect(cases[0]).not.toHaveProperty('database')
    const { entries } = await patient.call<RecordAnswer>('GET', '/api/record')
    expect(entries.find(({ kind }) => kind === 'case-opened')).not.toHaveProperty('database')
    const { messages } = await patient.call<MessagesAnswer>('GET', '/api/messages')
    expect(messages[0]).toMatchObject({ kind: 'answered', case: { number } })
  })

  test('tells nothing else, and only while the portal has just identified them', async ({ world }) => {
    const patient = world.patient()
    await expectRefused(world, 'not-signed-in', () => send(patient))
    await ask(patient)
    for (const more of [{ number: '123' }, { database: 'demo-registry' }, { says: 'unclear' }])
      await expectRefused(world, 'invalid-request', () => send(patient, { ...says, ...more }))
    const other = { about: 'linkage', database: 'demo-registry', says: 'not-mine' }
    await expectRefused(world, 'not-signed-in', () => send(patient, other))
    world.clock.advance(9 * MINUTE)
    await patient.session()
    world.clock.advance(2 * MINUTE)
    await expectRefused(world, 'not-signed-in', () => send(patient))
  })
})
