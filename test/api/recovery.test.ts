import { describe, expect } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import { MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const list = async (patient: Patient) => (await patient.call<PasskeysAnswer>('GET', '/api/passkeys')).passkeys
const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''
const known = (patient: Patient, id: string) =>
  patient.browser.send('PATCH', `/api/passkeys/${id}`, { json: { known: true } })
const remove = (patient: Patient, id: string) => patient.browser.send('DELETE', `/api/passkeys/${id}`)
const beginRecovery = (patient: Patient) =>
  patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal', recover: true } })

async function recover(world: World, resident: string): Promise<Patient> {
  const patient = world.patient()
  await patient.prove(resident)
  const response = patient.authenticator.create(await patient.passkeyOptions(true))
  await patient.call('POST', '/api/passkeys', { response })
  return patient
}

/** A person with a passkey, and the same person, or an impostor, with one made by recovery. */
async function recovered(world: World) {
  const before = world.patient()
  await before.enrol(ordinary(0).id)
  const after = await recover(world, ordinary(0).id)
  return { before, after }
}

describe('recovery by proofing again', () => {
  test('shows the older passkeys, and lets the person end them with the new one', async ({ world }) => {
    const { before, after } = await recovered(world)
    expect((await list(after)).map(({ id }) => id)).toEqual([idOf(before), idOf(after)])
    await expectRefused(world, 'assertion-required', () => remove(after, idOf(before)))
    await after.signIn()
    expect((await remove(after, idOf(before))).status).toBe(204)
    const response = before.authenticator.get(await before.sessionOptions())
    await expectRefused(world, 'passkey-removed', () =>
      before.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('is news to a person who signs in with an older passkey, until they acknowledge it', async ({
    world,
  }) => {
    const { before, after } = await recovered(world)
    const news = [{ id: idOf(after), created_at: expect.any(String) }]
    expect((await before.signIn()).new_passkeys).toEqual(news)
    expect((await before.session()).new_passkeys).toEqual(news)
    expect((await before.signIn()).new_passkeys).toEqual(news)
    expect((await known(before, idOf(after))).status).toBe(204)
    expect((await before.session()).new_passkeys).toEqual([])
    expect((await before.signIn()).new_passkeys).toEqual([])
  })

  test('is not news to its own passkey, which cannot hide itself or what it adds', async ({ world }) => {
    const { before, after } = await recovered(world)
    expect((await after.session()).new_passkeys).toEqual([])
    expect((await after.signIn()).new_passkeys).toEqual([])
    await expectRefused(world, 'not-found', () => known(after, idOf(after)))
    const further = world.patient()
    const response = further.authenticator.create(await after.passkeyOptions())
    await after.call('POST', '/api/passkeys', { response })
    expect((await further.signIn()).new_passkeys).toEqual([])
    await expectRefused(world, 'not-found', () => known(further, idOf(after)))
    const news = [{ id: idOf(after) }, { id: idOf(further) }]
    expect((await before.signIn()).new_passkeys).toMatchObject(news)
  })

  test('is the only news: a person who adds a passkey with an assertion knows of it', async ({ world }) => {
    const [patient, second] = [world.patient(), world.patient()]
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const response = second.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    expect((await patient.signIn()).new_passkeys).toEqual([])
  })
})

describe('what a thief who recovers removes', () => {
  /** A passkey made by recovery removes the owner's passkey; then the owner recovers. */
  async function robbed(world: World) {
    const { before, after: thief } = await recovered(world)
    await thief.signIn()
    expect((await remove(thief, idOf(before))).status).toBe(204)
    const removal = { id: idOf(before), name: null, removed_at: expect.any(String), by: idOf(thief) }
    const owner = await recover(world, ordinary(0).id)
    return { thief, owner, removal }
  }

  test('the owner sees, in every session and at each sign-in, until they acknowledge it', async ({
    world,
  }) => {
    const { thief, owner, removal } = await robbed(world)
    const news = { removed_passkeys: [removal], new_passkeys: [{ id: idOf(thief) }] }
    expect(await owner.session()).toMatchObject(news)
    expect(await owner.signIn()).toMatchObject(news)
    expect(await world.patient({ authenticator: owner.authenticator }).signIn()).toMatchObject(news)
    expect((await known(owner, removal.id)).status).toBe(204)
    expect(await owner.signIn()).toMatchObject({ removed_passkeys: [], new_passkeys: [] })
  })

  test('the thief cannot hide: what the thief acknowledges is still news to the owner', async ({ world }) => {
    const { thief, owner, removal } = await robbed(world)
    const again = await recover(world, ordinary(0).id)
    for (const id of [removal.id, idOf(thief), idOf(owner)]) await known(again, id)
    await thief.signIn()
    await expectRefused(world, 'not-found', () => known(thief, removal.id))
    expect(await owner.signIn()).toMatchObject({ removed_passkeys: [removal] })
    expect((await owner.session()).new_passkeys.map(({ id }) => id)).toEqual([idOf(thief), idOf(again)])
  })

  test('stays in the list for good, with when and by which passkey', async ({ world }) => {
    const { thief, owner, removal } = await robbed(world)
    await known(owner, removal.id)
    await owner.signIn()
    expect((await remove(owner, idOf(thief))).status).toBe(204)
    const { removed } = await owner.call<PasskeysAnswer>('GET', '/api/passkeys')
    expect(removed).toMatchObject([{ id: idOf(thief), by: idOf(owner) }, removal])
    expect((await owner.session()).removed_passkeys).toEqual([])
  })

  test('never comes back, even if somebody registers its id again', async ({ world }) => {
    const { owner, removal } = await robbed(world)
    await owner.signIn()
    const options = await owner.passkeyOptions()
    const [former] = (await world.check()).removed_passkey
    expect(former?.id).toBe(removal.id)
    const response = owner.authenticator.create(options, { credentialId: removal.id })
    await expectRefused(world, 'passkey-rejected', () =>
      owner.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })
})

describe('recovery is refused', () => {
  test('without proofing, and to a session that only asked for a sign-in', async ({ world }) => {
    await world.patient().enrol(ordinary(0).id)
    const nobody = world.patient()
    await expectRefused(world, 'not-signed-in', () => beginRecovery(nobody))
    await nobody.sessionOptions()
    await expectRefused(world, 'proofing-required', () => beginRecovery(nobody))
  })

  test('when the proofing is older than 10 minutes, even between options and answer', async ({ world }) => {
    await world.patient().enrol(ordinary(0).id)
    const late = world.patient()
    await late.prove(ordinary(0).id)
    world.clock.advance(9 * MINUTE)
    const response = late.authenticator.create(await late.passkeyOptions(true))
    world.clock.advance(2 * MINUTE)
    await expectRefused(world, 'proofing-required', () =>
      late.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('of another person: a proofing only opens the person’s own account', async ({ world }) => {
    const victim = world.patient()
    await victim.enrol(ordinary(0).id)
    const stranger = await recover(world, ordinary(1).id)
    expect(await list(stranger)).toMatchObject([{ id: idOf(stranger) }])
    expect(await list(victim)).toMatchObject([{ id: idOf(victim) }])
    await expectRefused(world, 'not-found', () => known(stranger, idOf(victim)))
    expect((await victim.signIn()).new_passkeys).toEqual([])
  })

  test('to the person proofed in this session before, once somebody else is proofed', async ({ world }) => {
    const victim = world.patient()
    await victim.enrol(ordinary(0).id)
    const shared = world.patient()
    await shared.prove(ordinary(0).id)
    const response = shared.authenticator.create(await shared.passkeyOptions(true))
    await shared.prove(ordinary(1).id)
    await expectRefused(world, 'proofing-required', () =>
      shared.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('a second time with the same answer', async ({ world }) => {
    await world.patient().enrol(ordinary(0).id)
    const again = world.patient()
    await again.prove(ordinary(0).id)
    const response = again.authenticator.create(await again.passkeyOptions(true))
    await again.call('POST', '/api/passkeys', { response })
    await expectRefused(world, 'challenge-expired', () =>
      again.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })
})

test('removing a passkey ends the sessions that it signed in, and no others', async ({ world }) => {
  const [patient, stolen] = [world.patient(), world.patient()]
  await patient.enrol(ordinary(0).id)
  await patient.signIn()
  const response = stolen.authenticator.create(await patient.passkeyOptions())
  await patient.call('POST', '/api/passkeys', { response })
  const elsewhere = world.patient({ authenticator: patient.authenticator })
  await elsewhere.signIn()
  await stolen.signIn()
  expect((await remove(patient, idOf(stolen))).status).toBe(204)
  await expectRefused(world, 'not-signed-in', () => stolen.browser.send('GET', '/api/session'))
  expect((await elsewhere.session()).patient).not.toBeNull()
  expect((await patient.session()).patient).not.toBeNull()
})
