import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import type { CaseCreated, CasesAnswer } from '../../api/contract/cases.ts'
import type { RecordAnswer } from '../../api/contract/record.ts'
import { answerThrough, openChannel } from '../../api/operator/channel.ts'
import { openCases } from '../../api/store/records/cases.ts'
import { startApiProcess } from '../support/api-process.ts'
import { DAY } from '../support/clock.ts'
import { runCommand } from '../support/command.ts'
import { readMetric } from '../support/metrics.ts'
import { actsOf } from '../support/operator.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'

/** A person with an open case about their linkage. */
async function asked(world: World, index = 0) {
  await world.holder(DATABASE).link('research', [numbersOf(ordinary(index))])
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  const question = { about: 'linkage', database: DATABASE, says: 'unclear' }
  const ask = async () => (await patient.call<CaseCreated>('POST', '/api/cases', question)).case.number
  return { patient, ask, number: await ask() }
}

/** `npm run cases` on the store of a world. */
const command = ({ deps: { config } }: World, ...args: string[]) =>
  runCommand(
    'api/cli/cases.ts',
    {
      ERABU_DATA: config.data,
      ERABU_KEYS: config.keys,
      ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
    },
    ...args,
  )

/** What `api/main.ts` opens on the embedded store. */
function channelOf({ deps }: World, failures: unknown[] = []) {
  return deps.config.databaseUrl
    ? { close: async () => {} }
    : openChannel(deps.config.data, actsOf(deps), (error) => failures.push(error))
}

describe('an answer', () => {
  test('is shown to its person, in the record too, and the question can be asked again', async ({
    world,
  }) => {
    const { patient, ask, number } = await asked(world)
    expect(await world.deps.caseAnswers.answer(number, 'corrected')).toBe('answered')
    const { cases } = await patient.call<CasesAnswer>('GET', '/api/cases')
    expect(cases).toMatchObject([{ number, state: 'answered', answer: { code: 'corrected' } }])
    const { entries } = await patient.call<RecordAnswer>('GET', '/api/record')
    expect(entries.find(({ kind }) => kind === 'case-answered')).toMatchObject({
      by: 'erabu',
      database: DATABASE,
      at: cases[0]?.answer?.at,
      case: { number, answer: 'corrected' },
    })
    expect(await ask()).not.toBe(number)
  })

  test('is given once, also when several are given at the same time', async ({ world }) => {
    const { patient, number } = await asked(world)
    const { answer } = world.deps.caseAnswers
    const done = await Promise.all([answer(number, 'lawful'), answer(number, 'stopped')])
    expect(done.toSorted()).toEqual(['answered', 'answered-before'])
    const given = async () =>
      (await patient.call<CasesAnswer>('GET', '/api/cases')).cases.map((one) => one.answer)
    const before = await given()
    expect(await answer(number, 'no-error')).toBe('answered-before')
    expect(await answer('C-0000-0000', 'no-error')).toBe('unknown')
    expect(await given()).toEqual(before)
  })
})

describe('the command', () => {
  test('lists open cases without a person, and answers one while the service runs', async ({ world }) => {
    const { patient, number } = await asked(world)
    const channel = channelOf(world)
    try {
      const listed = await command(world)
      expect(listed).toMatchObject({ code: 0, said: expect.stringContaining('1 open, 0 overdue') })
      for (const part of [number, DATABASE, 'linkage', 'unclear']) expect(listed.said).toContain(part)
      const [row] = await world.deps.store.read(openCases)
      expect(listed.said).not.toContain(row?.subject)
      expect(await command(world, '--answer', number, 'asked-holder')).toEqual({
        code: 0,
        said: `${number}: answered with asked-holder\n`,
      })
      const { cases } = await patient.call<CasesAnswer>('GET', '/api/cases')
      expect(cases).toMatchObject([{ number, answer: { code: 'asked-holder' } }])
      for (const [args, said] of [
        [['--answer', number, 'lawful'], /answered before/],
        [['--answer', 'C-0000-0000', 'lawful'], /no such case/],
        [['--answer', number, 'sorry'], /the answers are stopped, lawful/],
        [['--answer', number], /Usage/],
        [['--list'], /Usage/],
      ] as const)
        expect(await command(world, ...args)).toEqual({ code: 1, said: expect.stringMatching(said) })
      expect((await command(world)).said).toContain('0 open, 0 overdue')
    } finally {
      await channel.close()
    }
  }, 120_000)
})

test('the metrics count open and overdue cases by database', async ({ world }) => {
  const { number } = await asked(world)
  await asked(world, 1)
  const label = `database="${DATABASE}"`
  const counted = async () =>
    Promise.all(
      ['erabu_cases_open', 'erabu_cases_overdue'].map(async (name) => (await readMetric(world, name))[label]),
    )
  expect(await counted()).toEqual([2, 0])
  world.clock.advance(14 * DAY)
  expect(await counted()).toEqual([2, 0])
  world.clock.advance(DAY)
  expect(await counted()).toEqual([2, 2])
  await world.deps.caseAnswers.answer(number, 'lawful')
  expect(await counted()).toEqual([1, 1])
})

describe('the channel to the service', () => {
  test('answers lines that it knows, tells of others, and lets no silent caller delay the end', async ({
    world,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'erabu-channel-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'operator.sock')
    expect(await answerThrough(folder, 'C-0000-0000', 'lawful')).toBeNull()
    writeFileSync(path, 'left by a process that died')
    const failures: unknown[] = []
    const channel = openChannel(folder, actsOf(world.deps), (error) => failures.push(error))
    const { number } = await asked(world)
    expect(await answerThrough(folder, number, 'lawful')).toBe('answered')
    expect(failures).toEqual([])
    for (const line of ['{}\n', 'x'.repeat(2000)]) {
      const socket = createConnection(path)
      socket.on('error', () => {})
      socket.resume().write(line)
      await new Promise((resolve) => socket.on('close', resolve))
    }
    expect(failures).toHaveLength(2)
    const silent = createConnection(path)
    await new Promise((resolve) => silent.on('connect', resolve))
    await channel.close()
    expect(existsSync(path)).toBe(false)
  })
})

test('the command reaches a service in a process of its own, and the store once that has ended', async () => {
  const api = await startApiProcess()
  try {
    const run = () =>
      runCommand(
        'api/cli/cases.ts',
        { ERABU_DATA: api.data, ERABU_KEYS: api.keys },
        ...['--answer', 'C-0000-0000', 'lawful'],
      )
    const refused = { code: 1, said: 'C-0000-0000: no such case\n' }
    expect(await run()).toEqual(refused)
    await api.end()
    expect(await run()).toEqual(refused)
    await api.start()
    await api.kill()
    expect(await run(), 'a process that died left its socket').toEqual(refused)
  } finally {
    await api.close()
  }
}, 120_000)
