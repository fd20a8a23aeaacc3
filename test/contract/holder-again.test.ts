import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test as plain, vi } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { test as ordinaryTest } from '../support/world-test.ts'
import { createBackups } from './backups.ts'
import { createMachine } from './holder-machine.ts'
import { DATABASE, decides } from './linked-outsider.ts'

vi.setConfig({ testTimeout: 60_000 })

const KEYS = join(import.meta.dirname, '../../api/cli/keys.ts')

/** A world on the embedded store, of which backups are made. */
const test = plain.extend('world', async ({ task: _ }, { onCleanup }) => {
  const world = await startWorld({ embedded: true })
  onCleanup(world.close)
  return world
})

/** A machine with the records of the first `count` people, and a function that lets the n-th of them decide. */
async function holding(world: World, count: number) {
  const machine = createMachine(world, DATABASE)
  await machine.register(count)
  const minds = new Map<number, Awaited<ReturnType<typeof decides>>>()
  return {
    machine,
    async decide(index: number, choice: 'stop' | 'allow'): Promise<void> {
      const mind = minds.get(index) ?? (await decides(world, `ordinary-${index}`))
      minds.set(index, mind)
      await mind(choice)
    },
    /** Lets the machine work for a while. */
    async work(): Promise<string[]> {
      await machine.settle()
      await machine.registerAgain()
      await machine.settle()
      await world.tick()
      await machine.readLists()
      return machine.states()
    },
  }
}

/** What a patient sees of their linkages with the machine's database. */
async function seenBy(world: World, resident: string) {
  const patient = world.patient()
  await patient.enrol(resident)
  return (await patient.databases()).databases.find(({ id }) => id === DATABASE)?.linkages.length
}

describe('the reference holder, when the api has another store', () => {
  test('registers everybody again after a restore, even people whom only the newer store knew', async ({
    world,
  }) => {
    const { machine, decide, work } = await holding(world, 2)
    const file = join(world.deps.config.data, '../backup.db')
    const backups = createBackups(world)
    await backups.make(file)
    await machine.register(3)
    await decide(0, 'stop')
    expect(await work()).toEqual(['stopped', 'usable', 'usable'])
    await world.restart(async () => {
      await backups.putBack(file)
    })
    // The api has lost the stop; the holder still honours it.
    expect(await work()).toEqual(['stopped', 'usable', 'usable'])
    expect(machine.status().unregistered).toBe(0)
    expect(await seenBy(world, 'ordinary-2')).toBe(1)
  })

  test('registers everybody again at an empty store, and once', async ({ world }) => {
    const { machine, decide, work } = await holding(world, 2)
    await decide(0, 'stop')
    expect(await work()).toEqual(['stopped', 'usable'])
    const tokens = machine.linkages().map(({ token }) => token)
    const data = mkdtempSync(join(tmpdir(), 'erabu-other-'))
    await world.restart(undefined, { ERABU_DATA: data })
    try {
      expect(await work()).toEqual(['stopped', 'usable'])
      expect(machine.linkages().map(({ token }) => token)).toEqual(tokens)
      expect(await seenBy(world, 'ordinary-1')).toBe(1)
      const ours = () => world.holder(DATABASE).send('GET', `/linkages?database=${DATABASE}`)
      const known = (await (await ours()).text()).split('\n').filter(Boolean)
      expect(known.map((line) => (JSON.parse(line) as { token: string }).token).toSorted()).toEqual(
        tokens.toSorted(),
      )
      const asked = machine.asked()
      expect(await work()).toEqual(['stopped', 'usable'])
      expect(machine.asked()).toBe(asked)

      // The first store is back: it has a stream, but not the one that was followed last.
      await world.restart()
      expect(await work()).toEqual(['stopped', 'usable'])
      expect(machine.status()).toMatchObject({ through: 1, match: true, unregistered: 0 })
    } finally {
      await world.restart()
      rmSync(data, { recursive: true, force: true })
    }
  })

  test('continues to follow its feed while nobody can be registered', async ({ world }) => {
    const { machine, decide } = await holding(world, 2)
    await machine.settle()
    const outsider = world.holder(DATABASE)
    await outsider.send('DELETE', `/ssf/streams?stream_id=${await outsider.streamId()}`)
    await decide(1, 'stop')
    await machine.poll()
    await machine.settle()
    expect(machine.status()).toMatchObject({ through: 1, match: true, unregistered: 2 })
    expect(machine.states()[1]).toBe('stopped')
  })
})

describe('the reference holder', () => {
  ordinaryTest('with an older disk reads again what it has lost', async ({ world }) => {
    const { machine, decide, work } = await holding(world, 2)
    const putBack = machine.copy()
    await decide(0, 'stop')
    expect(await work()).toEqual(['stopped', 'usable'])
    await decide(1, 'stop')
    await decide(1, 'allow')
    const [states, linkages] = [await work(), machine.linkages()]
    putBack()
    expect(await work()).toEqual(states)
    expect(machine.linkages().map(({ token }) => token)).toEqual(linkages.map(({ token }) => token))
    expect(machine.status()).toMatchObject({ through: 3, match: true })
  })

  ordinaryTest('locks its ledger until it has ended', async ({ world }) => {
    const { machine } = await holding(world, 1)
    expect(() => machine.second()).toThrow('another holder is at work')
    machine.restart()
    await machine.settle()
    expect(() => machine.second()).toThrow('another holder is at work')
  })

  test('accepts a new key of the api', async ({ world }) => {
    const { machine, decide, work } = await holding(world, 2)
    await decide(0, 'stop')
    expect(await work()).toEqual(['stopped', 'usable'])
    const { config } = world.deps
    await world.restart(async () => {
      await promisify(execFile)(process.execPath, [KEYS, '--rotate', config.keys])
    })
    await decide(1, 'stop')
    // Just after the keys were read they are not fetched again.
    await vi.waitFor(async () => expect(await machine.poll()).toBe(true), { timeout: 10_000, interval: 500 })
    expect(await work()).toEqual(['stopped', 'stopped'])
    expect(await machine.readLists()).toBe(true)
  })
})
