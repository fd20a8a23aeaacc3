import { describe, expect } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''
const remove = (patient: Patient, id: string) => patient.browser.send('DELETE', `/api/passkeys/${id}`)
const rename = (patient: Patient, id: string) =>
  patient.browser.send('PATCH', `/api/passkeys/${id}`, { json: { name: 'x' } })
const options = (patient: Patient) =>
  patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal' } })

/** An owner, and somebody else who has signed in with their own passkey in the same account. */
async function two(world: World) {
  const [owner, other] = [world.patient(), world.patient()]
  await owner.enrol(ordinary(0).id)
  await owner.signIn()
  const response = other.authenticator.create(await owner.passkeyOptions())
  await owner.call('POST', '/api/passkeys', { response })
  await other.signIn()
  return { owner, other }
}

describe('a passkey that removes itself', () => {
  test('ends its own session, and the browser forgets it', async ({ world }) => {
    const { owner, other } = await two(world)
    const answer = await remove(other, idOf(other))
    expect(answer.status).toBe(204)
    expect([...other.browser.cookies.keys()]).toEqual([])
    expect((await owner.session()).patient).not.toBeNull()
  })

  test('no longer reads or changes anything, even with a kept cookie', async ({ world }) => {
    const { owner, other } = await two(world)
    const begun = world.patient().authenticator.create(await other.passkeyOptions())
    const kept = new Map(other.browser.cookies)
    await remove(other, idOf(other))
    for (const [name, cookie] of kept) other.browser.cookies.set(name, cookie)
    for (const path of ['/api/session', '/api/passkeys', '/api/decisions'])
      await expectRefused(world, 'not-signed-in', () => other.browser.send('GET', path))
    await expectRefused(world, 'not-signed-in', () => rename(other, idOf(owner)))
    await expectRefused(world, 'not-signed-in', () => remove(other, idOf(owner)))
    await expectRefused(world, 'not-signed-in', () => options(other))
    await expectRefused(world, 'not-signed-in', () =>
      other.browser.send('POST', '/api/passkeys', { json: { response: begun } }),
    )
  })
})

test('a session whose passkey was removed is no session, however that came about', async ({ world }) => {
  const { owner, other } = await two(world)
  await world.deps.store.transact((tx) =>
    tx.updateTable('session').set({ passkey_id: 'gone' }).where('passkey_id', '=', idOf(other)).execute(),
  )
  await expectRefused(world, 'not-signed-in', () => other.browser.send('GET', '/api/session'))
  await expectRefused(world, 'not-signed-in', () => rename(other, idOf(owner)))
  await expectRefused(world, 'not-signed-in', () => options(other))
})

test('recovery in a full account spares the passkey that signed in to its session', async ({ world }) => {
  const owner = world.patient()
  await owner.enrol(ordinary(0).id)
  await owner.signIn()
  for (let count = 1; count < 20; count++) {
    world.clock.advance(1000)
    const response = world.patient().authenticator.create(await owner.passkeyOptions())
    await owner.call('POST', '/api/passkeys', { response })
  }
  const response = world.patient().authenticator.create(await owner.passkeyOptions(true))
  await owner.call('POST', '/api/passkeys', { response })
  const { passkeys } = await owner.call<PasskeysAnswer>('GET', '/api/passkeys')
  expect(passkeys).toHaveLength(20)
  expect(passkeys.find(({ current }) => current)?.id).toBe(idOf(owner))
})

describe('a passkey added by another one', () => {
  test('is told what that one has not yet acknowledged', async ({ world }) => {
    const { owner } = await two(world)
    const recovered = world.patient()
    await recovered.prove(ordinary(0).id)
    const made = recovered.authenticator.create(await recovered.passkeyOptions(true))
    await recovered.call('POST', '/api/passkeys', { response: made })
    world.clock.advance(1000)
    expect((await owner.signIn()).new_passkeys).toMatchObject([{ id: idOf(recovered) }])
    const further = world.patient()
    const response = further.authenticator.create(await owner.passkeyOptions())
    await owner.call('POST', '/api/passkeys', { response })
    expect((await further.signIn()).new_passkeys).toMatchObject([{ id: idOf(recovered) }])
  })
})
