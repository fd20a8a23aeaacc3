import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { openForKeys } from '../../api/deps.ts'
import { loadKeys } from '../../api/keys/key-files.ts'
import { finishKeys } from '../../api/services/identity/known-by.ts'
import { HOUR } from '../support/clock.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import { rekey } from '../support/rekey.ts'
import { linkOne } from '../support/sealed.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const REGISTRY = 'demo-registry'
const [ONE, OTHER, LATE] = [ordinary(11), ordinary(12), ordinary(13)]

const secrets = ({ deps: { config } }: World, name: string) =>
  readFileSync(join(config.keys, name), 'utf8').trim().split('\n')

const link = async (world: World, of: typeof ONE) =>
  linked(await world.holder(REGISTRY).link('research', [numbersOf(of)]))

/** A command starts a process, which takes seconds on a busy machine. */
const LIMIT = { timeout: 120_000 }

describe('a change of keys', LIMIT, () => {
  test('keeps everybody, their stops and the tokens that holders have', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ONE.id)
    const [one, other] = [await link(world, ONE), await link(world, OTHER)]
    await patient.decide('stop', { all: true })
    await world.tick()

    expect((await rekey(world, '--plan')).code).toBe(0)
    expect([secrets(world, 'subject.key'), secrets(world, 'token.key')].map((all) => all.length)).toEqual([
      2, 2,
    ])
    await world.restart()
    expect((await rekey(world, '--status')).said).toMatch(/^2 people\n0 known by the new key, 2 to come/)
    // While both are in use, everything goes on.
    const late = await link(world, LATE)
    expect(await link(world, ONE)).toMatchObject({ token: one.token, state: 'revoked' })
    expect((await rekey(world, '--status')).said).toMatch(/^3 people\n2 known by the new key, 1 to come/)
    world.clock.advance(HOUR)
    await world.restart(async () => {
      const refused = await rekey(world, '--finish')
      expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('1 of 3 people')])
    })
    expect(secrets(world, 'subject.key')).toHaveLength(2)

    expect((await link(world, OTHER)).token).toBe(other.token)
    await world.restart(async () => {
      const done = await rekey(world, '--finish')
      expect([done.code, done.said]).toEqual([0, expect.stringContaining('are gone')])
    })
    expect([secrets(world, 'subject.key'), secrets(world, 'token.key')].map((all) => all.length)).toEqual([
      1, 1,
    ])
    expect(await link(world, ONE)).toMatchObject({ token: one.token, state: 'revoked' })
    expect((await link(world, OTHER)).token).toBe(other.token)
    expect((await link(world, LATE)).token).toBe(late.token)
    await world.tick()
    expect([await bitOf(world, one), await bitOf(world, other)]).toEqual([1, 0])
    await patient.signIn()
    await patient.prove(ONE.id)
    const { databases } = await patient.databases()
    expect(databases.find(({ id }) => id === REGISTRY)?.linkages).toMatchObject([{ state: 'stopped' }])
    // A stop of before counts for what is linked afterwards, and a new token has the new key.
    const biobank = linked(await world.holder('demo-biobank').link('research', [numbersOf(ONE)]))
    await world.tick()
    expect(await bitOf(world, biobank)).toBe(1)
    // The next change begins anew.
    expect((await rekey(world, '--plan')).code).toBe(0)
  })

  test('keeps the stop of somebody who may be meant by a record', async ({ world }) => {
    await world.restart(undefined, { ERABU_SCHEMES: 'id5,id4' })
    const named = await world.deps.identification.person([numbersOf(PEOPLE.namesake)])
    const record = { scheme: 'id4', id4: 'somebody', candidates: [named?.ids[0]?.id] }
    const row = await linkOne(world, REGISTRY, record)
    await rekey(world, '--plan')
    await world.restart(undefined, { ERABU_SCHEMES: 'id5,id4' })
    expect((await rekey(world, '--status')).said).toMatch(/^2 people\n0 known/)
    expect((await linkOne(world, REGISTRY, record)).token).toBe(row.token)
    await world.restart(
      async () => {
        expect((await rekey(world, '--finish')).code).toBe(0)
      },
      { ERABU_SCHEMES: 'id5,id4' },
    )
    const patient = world.patient()
    await patient.enrol(PEOPLE.namesake.id)
    await patient.decide('stop', { all: true })
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
  })

  test('goes on after a crash between its steps', async ({ world }) => {
    const { config } = world.deps
    const one = await link(world, ONE)
    const before = readFileSync(join(config.keys, 'token.key'))
    await rekey(world, '--plan')
    // The crash came before the second file was written.
    writeFileSync(join(config.keys, 'token.key'), before)
    await world.restart()
    expect((await link(world, ONE)).token).toBe(one.token)
    expect((await rekey(world, '--plan')).said).toContain('token.key')
    // The crash came after the store was told, and before the old keys were gone.
    const started = world.restart(async () => {
      const { store, close } = await openForKeys(config)
      const keys = await loadKeys(config.keys)
      expect(await finishKeys(store, keys, { now: Date.now(), longestMs: 0 })).toEqual([])
      await close()
    })
    await expect(started).rejects.toThrow('npm run rekey -- --finish')
    expect((await rekey(world, '--finish')).code).toBe(0)
    await world.begin()
    expect((await link(world, ONE)).token).toBe(one.token)
  })

  test('is refused while one is under way, or none is', async ({ world }) => {
    expect((await rekey(world, '--finish')).said).toContain('no change of keys is under way')
    await rekey(world, '--plan')
    expect((await rekey(world, '--plan')).said).toContain('under way')
    expect((await rekey(world, '--forget')).said).toContain('Usage')
  })
})

describe('the service does not start', () => {
  test('with another key than the one by which people are known', async ({ world }) => {
    const file = join(world.deps.config.keys, 'subject.key')
    const before = readFileSync(file)
    await expect(
      world.restart(async () => writeFileSync(file, randomBytes(32).toString('base64url'))),
    ).rejects.toThrow('restore the file of before')
    writeFileSync(file, before)
    await world.begin()
  })

  test('without ID5 while somebody is known only by it', async ({ world }) => {
    await link(world, ONE)
    await expect(world.restart(undefined, { ERABU_SCHEMES: 'kyotsu' })).rejects.toThrow(
      '1 people are known by ID5 only',
    )
    await world.begin()
  })
})
