import { describe, expect, vi } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { seeded, test } from '../support/world-test.ts'

vi.setConfig({ testTimeout: 60_000 })

const MOST = 20
const list = (patient: Patient) => patient.call<PasskeysAnswer>('GET', '/api/passkeys')
const remove = (patient: Patient, id: string) => patient.browser.send('DELETE', `/api/passkeys/${id}`)
const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''
const send = (patient: Patient, path: string, json: object) => patient.browser.send('POST', path, { json })

/** One more passkey on a device of its own. @returns its id. */
async function add(world: World, patient: Patient): Promise<string> {
  const device = world.patient()
  const response = device.authenticator.create(await patient.passkeyOptions())
  await patient.call('POST', '/api/passkeys', { response })
  return idOf(device)
}

/** A person with as many passkeys as an account can have, each made a second after the one before. */
async function full(world: World): Promise<Patient> {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.signIn()
  for (let count = 1; count < MOST; count++) {
    world.clock.advance(1000)
    await add(world, patient)
  }
  await patient.signIn()
  return patient
}

describe('an account has twenty passkeys', () => {
  test('a further one is refused before the device makes it, and when it was begun before', async ({
    world,
  }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const begun = await patient.passkeyOptions()
    for (let count = 1; count < MOST; count++) await add(world, patient)
    await expectRefused(world, 'too-many-passkeys', () =>
      send(patient, '/api/passkeys/options', { device: 'personal' }),
    )
    const response = world.patient().authenticator.create(begun)
    await expectRefused(world, 'too-many-passkeys', () => send(patient, '/api/passkeys', { response }))
    const { options } = await patient.decisionOptions('stop', { all: true })
    expect(options.allowCredentials).toHaveLength(MOST)
    const { passkeys } = await list(patient)
    expect(passkeys).toHaveLength(MOST)
    expect((await remove(patient, passkeys.find(({ current }) => !current)?.id ?? '')).status).toBe(204)
    await add(world, patient)
    expect((await list(patient)).passkeys).toHaveLength(MOST)
  })

  test('two registrations at once do not make a twenty-first', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const elsewhere = world.patient()
    const response = elsewhere.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await elsewhere.signIn()
    for (let count = 3; count < MOST; count++) await add(world, patient)
    const register = async (from: Patient) => {
      const made = world.patient().authenticator.create(await from.passkeyOptions())
      return () => send(from, '/api/passkeys', { response: made })
    }
    const both = [await register(patient), await register(elsewhere)]
    const answers = await Promise.all(both.map((send) => send()))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('recovery stays open: the least recently used passkey makes room, and stays visible', async ({
    world,
  }) => {
    const patient = await full(world)
    const before = (await list(patient)).passkeys
    const oldest = before.find(({ current }) => !current)
    const after = world.patient()
    await after.prove(ordinary(0).id)
    const options = await after.passkeyOptions(true)
    expect(options.excludeCredentials).toHaveLength(MOST)
    await after.call('POST', '/api/passkeys', { response: after.authenticator.create(options) })
    const { passkeys, removed } = await list(after)
    expect(passkeys).toHaveLength(MOST)
    expect(removed.map(({ id, by }) => ({ id, by }))).toEqual([{ id: oldest?.id, by: idOf(after) }])
    expect((await patient.signIn()).removed_passkeys?.map(({ id }) => id)).toEqual([oldest?.id])
  })
})

seeded('the last fifty removed passkeys are reported, in the list and as news', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const rows = (patient_id: string) =>
    Array.from({ length: 120 }, (_, i) => ({
      id: `gone ${i}`,
      patient_id,
      name: null,
      created_at: 0,
      removed_at: world.clock.now().getTime() + i,
      removed_by: 'another',
    }))
  await world.deps.store.transact(async (tx) => {
    const { id } = await tx.selectFrom('patient').select('id').executeTakeFirstOrThrow()
    await tx.insertInto('removed_passkey').values(rows(id)).execute()
  })
  const { removed } = await list(patient)
  expect(removed.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `gone ${119 - i}`))
  expect((await patient.session()).removed_passkeys).toHaveLength(50)
})

seeded('adding and removing many passkeys does not hide the owner’s one', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const at = world.clock.now().getTime()
  await world.deps.store.transact(async (tx) => {
    const { id: patient_id } = await tx.selectFrom('patient').select('id').executeTakeFirstOrThrow()
    const gone = (id: string, removed_by: string, lived: number, removed_at: number) => ({
      id,
      patient_id,
      name: null,
      created_at: removed_at - lived,
      removed_at,
      removed_by,
    })
    const flood = Array.from({ length: 56 }, (_, i) => gone(`flood ${i}`, 'thief', 1000, at + i + 1))
    const selves = Array.from({ length: 56 }, (_, i) => gone(`self ${i}`, `self ${i}`, 9e6, at + i + 100))
    await tx
      .insertInto('removed_passkey')
      .values([gone('owner', 'thief', 60_000, at), ...flood, ...selves])
      .execute()
  })
  const { removed } = await list(patient)
  expect(removed).toHaveLength(50)
  expect(removed.at(-1)).toMatchObject({ id: 'owner', by: 'thief' })
})
