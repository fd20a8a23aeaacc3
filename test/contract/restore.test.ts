import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { compactVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { timestamp } from '../../api/domain/calendar.ts'
import { MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'
import { createBackups } from './backups.ts'
import { createMachine } from './holder-machine.ts'

let world: World
let folder: string

beforeAll(async () => {
  world = await startWorld({ embedded: true })
  folder = mkdtempSync(join(tmpdir(), 'erabu-restore-'))
})
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

const makeBackup = (file: string) => createBackups(world).make(file)
const putBack = (file: string) => createBackups(world).putBack(file)

describe('after a restore of a backup', () => {
  test('holders notice, nothing that was stopped comes back, and no index is given out twice', async () => {
    const [key] = world.deps.signer.publicKeys().keys
    const file = join(folder, 'backup.db')
    const machine = createMachine(world, 'demo-registry')
    await machine.register(2)
    const patients = [world.patient(), world.patient()]
    for (const [index, patient] of patients.entries()) await patient.enrol(ordinary(index).id)
    const stop = async (index: number) => {
      const decided = await patients[index]?.decide('stop', { all: true })
      await world.tick()
      await machine.settle()
      await machine.readLists()
      return decided?.receipt.jws ?? ''
    }
    const kept = await stop(0)
    await makeBackup(file)
    await expect(makeBackup(file)).rejects.toThrow('is there already')

    const lost = await stop(1)
    await machine.register(3)
    world.clock.advance(6 * MINUTE)
    await world.tick()
    await machine.readLists()
    const before = machine.linkages()
    expect(machine.states()).toEqual(['stopped', 'stopped', 'usable'])
    expect(machine.status().head).not.toHaveProperty('epoch')

    await expect(putBack(file)).rejects.toThrow('Another process has the store')
    await world.restart(async () => {
      expect(await putBack(file)).toMatch(/replaced/)
    })
    await world.tick()
    await machine.settle()
    await machine.readLists()

    const { head, through } = machine.status()
    expect([through, head?.revoked_count, typeof head?.epoch]).toEqual([1, 1, 'string'])
    // The api does not know the second stop; the holder does. The third person's index belongs to nobody any more.
    expect(machine.states()).toEqual(['stopped', 'stopped', 'waiting'])
    await machine.register(3)
    await world.tick()
    await machine.readLists()
    expect(machine.states()).toEqual(['stopped', 'stopped', 'usable'])
    const again = machine.linkages()
    expect(again.map(({ token }) => token)).toEqual(before.map(({ token }) => token))
    expect(again[2]?.status_list.uri).not.toBe(before[2]?.status_list.uri)

    for (const receipt of [kept, lost]) await expect(compactVerify(receipt, key ?? {})).resolves.toBeDefined()
    expect((await patients[0]?.browser.send('GET', '/api/session'))?.status).toBe(401)
    await patients[1]?.signIn()
    const notice = async () => (await patients[1]?.databases())?.restored_at
    const told = await notice()
    await stop(1)
    expect(await notice()).toBeNull()
    const { epoch, audit } = await world.check()
    expect(epoch.map(({ began_at }) => timestamp(began_at))).toEqual([told])
    expect(audit.filter(({ kind }) => kind === 'restored')).toHaveLength(1)
  }, 120_000)

  test('a backup that was changed is refused, and the store stays as it is', async () => {
    const file = join(folder, 'changed.db')
    await makeBackup(file)
    const db = new DatabaseSync(file)
    db.exec(`update decision set choice = 'allow'`)
    db.close()
    await world.restart(async () => {
      await expect(putBack(file)).rejects.toThrow('was changed after it was audited')
    })
    const { epoch } = await world.check()
    expect(epoch).toHaveLength(1)
  }, 60_000)
})
