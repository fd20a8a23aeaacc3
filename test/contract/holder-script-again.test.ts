import { join } from 'node:path'
import { describe, expect, test as plain, vi } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'
import { test as ordinaryTest } from '../support/world-test.ts'
import { createBackups } from './backups.ts'
import { DATABASE, decides } from './linked-outsider.ts'
import { createOutsider, type Linked } from './outsider.ts'
import { spreadsheet } from './python-script.ts'
import { withScript } from './scripted.ts'
import { sealedSubject } from './subjects.ts'

type Script = Awaited<ReturnType<typeof withScript>>['script']

vi.setConfig({ testTimeout: 180_000 })

/** A world on the embedded store, of which backups are made. */
const test = plain.extend('world', async ({ task: _ }, { onCleanup }) => {
  const world = await startWorld({ embedded: true })
  onCleanup(world.close)
  return world
})

/** Registers the first `count` people, as the holder's own program does. */
async function registered(world: World, count: number): Promise<Linked[]> {
  const people = Array.from({ length: count }, (_, index) => ordinary(index))
  const subjects = people.map((person) => sealedSubject(world, DATABASE, numbersOf(person)))
  const outsider = await createOutsider(world.origin, world.holder(DATABASE).key, DATABASE)
  const linked = await outsider.register('research', await Promise.all(subjects))
  await world.tick()
  return linked
}

/** Restores the store as `keep` left it, after `lose` happened. */
async function goesBack(world: World, keep: () => Promise<void>, lose: () => Promise<void>): Promise<void> {
  const backups = createBackups(world)
  const file = join(world.deps.config.data, '../backup.db')
  await keep()
  await backups.make(file)
  await lose()
  await world.restart(async () => {
    await backups.putBack(file)
  })
  await world.tick()
}

/** The script runs with one linkage, and with a second one that a restored store does not know. */
const losesSecond = (world: World, script: Script) =>
  goesBack(
    world,
    async () => {
      expect(await script.run()).toEqual(['yes'])
    },
    async () => {
      script.write('tokens.csv', spreadsheet(await registered(world, 2)))
      expect(await script.run()).toEqual(['yes', 'yes'])
    },
  )

describe('the script, after the api was restored', () => {
  test('continues, uses nothing that was stopped, and says what must be registered again', async ({
    world,
  }) => {
    const { people, script } = await withScript(world, 2)
    const stop = async (index: number) => (await decides(world, people[index]?.id ?? ''))('stop')
    let before: Linked[] = []
    await goesBack(
      world,
      async () => {
        await stop(0)
        expect(await script.run()).toEqual(['no', 'yes'])
      },
      async () => {
        await stop(1)
        before = await registered(world, 3)
        script.write('tokens.csv', spreadsheet(before))
        expect(await script.run()).toEqual(['no', 'no', 'yes'])
      },
    )

    expect(await script.run()).toEqual(['no', 'no', 'no'])
    expect(script.state()).toMatchObject({ through: 1, revoked: [before[0]?.token] })
    expect(script.state().barred).toContain(before[1]?.token)
    expect(await script.complaints()).toMatch(/does not know 1 linkages: register all of them again/)
    script.write('tokens.csv', spreadsheet(await registered(world, 3)))
    expect(await script.run()).toEqual(['no', 'no', 'yes'])
    expect(await script.complaints()).toBe('')
  })

  test('has everything registered again by its command', async ({ world }) => {
    const wait = 'touch asked; until [ -f registered ]; do sleep 0.1; done; cp registered tokens.csv'
    const { script } = await withScript(world, 1, ['sh', '-c', wait])
    await losesSecond(world, script)
    expect(script.has('asked')).toBe(false)
    const running = script.run()
    await vi.waitFor(() => expect(script.has('asked')).toBe(true), 60_000)
    const all = spreadsheet(await registered(world, 2))
    script.write('registered', all)
    expect(await running).toEqual(['yes', 'yes'])
    expect(script.read('tokens.csv')).toBe(all)
  })

  test('runs that command once, and keeps reporting what the api does not know', async ({ world }) => {
    const { script } = await withScript(world, 1, ['sh', '-c', 'echo asked >> asked'])
    await losesSecond(world, script)
    for (let runs = 0; runs < 2; runs++) expect(await script.complaints()).toMatch(/does not know 1 linkages/)
    expect(script.read('asked')).toBe('asked\n')
  })

  test('does not use what it had applied when the new feed has grown past that number', async ({ world }) => {
    const { people, script } = await withScript(world, 3)
    const stop = async (index: number) => (await decides(world, people[index]?.id ?? ''))('stop')
    await goesBack(
      world,
      async () => {
        await script.run()
      },
      async () => {
        await stop(0)
        expect(await script.run()).toEqual(['no', 'yes', 'yes'])
      },
    )
    await stop(1)
    await stop(2)
    expect(await script.run()).toEqual(['no', 'no', 'no'])
    expect(await script.run()).toEqual(['no', 'no', 'no'])
  })
})

describe('the script, with files of an older day', () => {
  for (const files of [['tokens.csv'], ['state.json'], ['tokens.csv', 'state.json']])
    ordinaryTest(`returns to the newest tokens: ${files.join(' and ')}`, async ({ world }) => {
      const { people, script } = await withScript(world, 2)
      const decide = await decides(world, people[0]?.id ?? '')
      await script.run()
      const putBack = script.copy()
      await decide('stop')
      await script.run()
      await decide('allow')
      expect(await script.run()).toEqual(['yes', 'yes'])
      const [newest, { through, revoked }] = [script.read('tokens.csv'), script.state()]
      putBack(files)
      expect(await script.run()).toEqual(['yes', 'yes'])
      expect(script.read('tokens.csv')).toBe(newest)
      expect(script.state()).toMatchObject({ through, revoked })
    })
})
