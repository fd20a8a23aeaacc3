import { describe, expect } from 'vitest'
import { CaseAnswerCode, type CaseCreated, type CasesAnswer } from '../../api/contract/cases.ts'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import type { RecordAnswer } from '../../api/contract/record.ts'
import { DAY, SECOND } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'
const QUESTION = { about: 'linkage', database: DATABASE, says: 'unclear' } as const
const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** A person whose records the registry has linked. */
async function linked(world: World, index = 0) {
  const holder = world.holder(DATABASE)
  const [answer] = await holder.link('research', [numbersOf(ordinary(index))])
  const token = answer && 'token' in answer ? answer.token : ''
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  return { holder, patient, token }
}

/** The same person on another device. */
async function again(world: World, { authenticator }: Patient) {
  const other = world.patient({ authenticator })
  await other.signIn()
  return other
}

const ask = async (patient: Patient, question: object = QUESTION) =>
  (await patient.call<CaseCreated>('POST', '/api/cases', question)).case
const send = (patient: Patient, json: object) => patient.browser.send('POST', '/api/cases', { json })
const casesOf = async (patient: Patient) => (await patient.call<CasesAnswer>('GET', '/api/cases')).cases
const kinds = async (patient: Patient) =>
  (await patient.call<RecordAnswer>('GET', '/api/record')).entries.filter(({ kind }) =>
    kind.startsWith('case-'),
  )

describe('a question to the operator', () => {
  test('opens a case with a number and a day, and its person sees it', async ({ world }) => {
    const { patient } = await linked(world)
    const opened = await ask(patient)
    expect(opened).toEqual({
      number: expect.stringMatching(/^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      opened_at: expect.any(String),
      due_on: dayFrom(world, 14),
    })
    world.clock.advance(SECOND)
    const later = await ask(patient, { ...QUESTION, about: 'outcome' })
    expect(await casesOf(patient)).toEqual([
      { ...later, ...QUESTION, about: 'outcome', opened_by: 'me', state: 'open', answer: null },
      { ...opened, ...QUESTION, opened_by: 'me', state: 'open', answer: null },
    ])
    expect(await kinds(patient)).toMatchObject([
      { kind: 'case-opened', by: 'me', database: DATABASE, case: { number: later.number } },
      { kind: 'case-opened', by: 'me', database: DATABASE, case: { number: opened.number } },
    ])
  })

  test('is one case while it is open, also when it is asked at the same time', async ({ world }) => {
    const { patient } = await linked(world)
    const phones = [patient, await again(world, patient)]
    const both = await Promise.all([0, 1, 0, 1, 0, 1].map((i) => ask(phones[i] as Patient)))
    expect(new Set(both.map(({ number }) => number)).size).toBe(1)
    expect(await ask(patient)).toEqual(both[0])
    expect((await ask(patient, { ...QUESTION, says: 'not-mine' })).number).not.toBe(both[0]?.number)
    expect(await casesOf(patient)).toHaveLength(2)
  })

  test('about a use names a report that concerns the person', async ({ world }) => {
    const { holder, patient, token } = await linked(world)
    const { patient: other } = await linked(world, 1)
    const days = { from: dayFrom(world, -1), to: dayFrom(world, -1) }
    const { id } = await recorded(await usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token]))
    const [own] = (await patient.call<UsageAnswer>('GET', '/api/usage')).databases
    expect(own?.uses[0]?.id).toBe(id)
    const question = { about: 'use', database: DATABASE, ref: id, says: 'not-mine' }
    const { number } = await ask(patient, question)
    expect(await casesOf(patient)).toMatchObject([{ number, ...question }])
    await expectRefused(world, 'not-found', () => send(other, question))
    await expectRefused(world, 'not-found', () => send(patient, { ...question, ref: UNKNOWN }))
    await expectRefused(world, 'not-found', () => send(patient, { ...question, database: 'demo-biobank' }))
    expect((await ask(patient, { ...question, ref: undefined })).number).not.toBe(number)
  })

  test('is refused about a database that did not link the records, and about none at all', async ({
    world,
  }) => {
    const { patient } = await linked(world)
    const other = world.patient()
    await other.enrol(ordinary(1).id)
    await expectRefused(world, 'not-found', () => send(other, QUESTION))
    for (const database of ['demo-biobank', 'no-such-database'])
      await expectRefused(world, 'not-found', () => send(patient, { ...QUESTION, database }))
  })

  test('takes no free text and nothing that it does not know', async ({ world }) => {
    const { patient } = await linked(world)
    for (const change of [
      { text: 'hello' },
      { says: 'angry' },
      { about: 'me' },
      { ref: UNKNOWN },
      { about: 'use', ref: 'not an id' },
    ])
      await expectRefused(world, 'invalid-request', () => send(patient, { ...QUESTION, ...change }))
    await expectRefused(world, 'not-signed-in', () => send(world.patient(), QUESTION))
    await expectRefused(world, 'not-signed-in', () => world.patient().browser.send('GET', '/api/cases'))
  })

  test('is refused beyond twenty open ones, also at the same time', async ({ world }) => {
    const { holder, patient, token } = await linked(world)
    const says = ['after-stop', 'not-mine', 'missing', 'unclear']
    const questions: object[] = ['use', 'outcome', 'linkage'].flatMap((about) =>
      says.map((one) => ({ about, database: DATABASE, says: one })),
    )
    for (const number of [2, 3]) {
      const days = { from: dayFrom(world, -number), to: dayFrom(world, -number) }
      const { id } = await recorded(await usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token]))
      questions.push(...says.map((one) => ({ about: 'use', database: DATABASE, ref: id, says: one })))
    }
    for (const question of questions.slice(0, 18)) await ask(patient, question)
    const days = { from: dayFrom(world, -4), to: dayFrom(world, -4) }
    const { id } = await recorded(await usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token]))
    questions.push(...says.map((one) => ({ about: 'use', database: DATABASE, ref: id, says: one })))
    const phones = [patient, await again(world, patient)]
    const answers = await Promise.all(
      questions.slice(18).map((question, i) => send(phones[i % 2] as Patient, question)),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409, 409])
    expect(await casesOf(patient)).toHaveLength(20)
    await expectRefused(world, 'too-many-cases', () =>
      send(patient, { ...QUESTION, about: 'use', ref: id, says: refusedOf(answers) }),
    )
    expect(await ask(patient, questions[0])).toMatchObject({ number: expect.any(String) })

    /** What the last question that was refused says. */
    function refusedOf(all: Response[]) {
      const last = all.findLastIndex(({ status }) => status === 409)
      return (questions[18 + last] as { says: string }).says
    }
  })
})

test('a case that the system opened is shown without a question, and does not count as one', async ({
  world,
}) => {
  world.clock.hold()
  const { holder, patient, token } = await linked(world)
  await patient.decide('stop', { all: true })
  await world.tick()
  world.clock.advance(5 * DAY)
  holder.forgetToken()
  const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
  const { id } = await recorded(await usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token]))
  await world.tick()
  await patient.signIn()
  const [opened] = await casesOf(patient)
  expect(opened).toMatchObject({ about: 'use', ref: id, opened_by: 'erabu', state: 'open', answer: null })
  expect(opened).not.toHaveProperty('says')
  const asked = await ask(patient, { about: 'use', database: DATABASE, ref: id, says: 'after-stop' })
  expect(asked.number).not.toBe(opened?.number)
  expect(await casesOf(patient)).toHaveLength(2)
})

test('answers are codes of a closed list', () => {
  expect(CaseAnswerCode.options).toEqual(['stopped', 'lawful', 'corrected', 'no-error', 'asked-holder'])
})
