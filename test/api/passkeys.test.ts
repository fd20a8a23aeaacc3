import { describe, expect } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import { MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const list = (patient: Patient) => patient.call<PasskeysAnswer>('GET', '/api/passkeys')
const remove = (patient: Patient, id: string) => patient.browser.send('DELETE', `/api/passkeys/${id}`)

/** A person with two passkeys who has just signed in with the first. */
async function withTwo(world: World) {
  const [patient, second] = [world.patient(), world.patient()]
  await patient.enrol(ordinary(0).id)
  await patient.signIn()
  const response = second.authenticator.create(await patient.passkeyOptions())
  await patient.call('POST', '/api/passkeys', { response })
  const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''
  return { patient, second, first: idOf(patient), other: idOf(second) }
}

describe('my passkeys', () => {
  test('are listed, each with the times it was made and used', async ({ world }) => {
    const { patient, first, other } = await withTwo(world)
    const { passkeys } = await list(patient)
    expect(passkeys.map(({ id }) => id).sort()).toEqual([first, other].sort())
    for (const passkey of passkeys) expect(Date.parse(passkey.created_at)).not.toBeNaN()
    expect(JSON.stringify(passkeys)).not.toMatch(/public_key|counter|user_handle/)
  })

  test('can be removed, except the last one, and a removed one signs nobody in', async ({ world }) => {
    const { patient, second, first, other } = await withTwo(world)
    expect((await remove(patient, other)).status).toBe(204)
    expect((await list(patient)).passkeys.map(({ id }) => id)).toEqual([first])
    const response = second.authenticator.get(await second.sessionOptions())
    await expectRefused(world, 'passkey-removed', () =>
      second.browser.send('POST', '/api/sessions', { json: { response } }),
    )
    await expectRefused(world, 'last-passkey', () => remove(patient, first))
  })

  test('that remove themselves at the same moment leave one', async ({ world }) => {
    const { patient, second, first, other } = await withTwo(world)
    await second.signIn()
    const answers = await Promise.all([remove(patient, first), remove(second, other)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await world.check()).passkey).toHaveLength(1)
  })

  test('can be seen or removed by nobody else', async ({ world }) => {
    const { patient, other } = await withTwo(world)
    const stranger = world.patient()
    await stranger.enrol(ordinary(1).id)
    await stranger.signIn()
    expect((await list(stranger)).passkeys).toHaveLength(1)
    await expectRefused(world, 'not-found', () => remove(stranger, other))
    await expectRefused(world, 'not-found', () => remove(patient, 'nobody'))
    await expectRefused(world, 'not-signed-in', () => remove(world.patient(), other))
    await expectRefused(world, 'not-signed-in', () => world.patient().browser.send('GET', '/api/passkeys'))
  })

  test('are removed only right after an assertion', async ({ world }) => {
    const { patient, other } = await withTwo(world)
    world.clock.advance(5 * MINUTE + 1000)
    await expectRefused(world, 'assertion-required', () => remove(patient, other))
  })

  test('are not removed from another site', async ({ world }) => {
    const { patient, other } = await withTwo(world)
    await expectRefused(world, 'cross-site-request', () =>
      patient.browser.send('DELETE', `/api/passkeys/${other}`, {
        headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
      }),
    )
  })

  test('that are removed still prove the decisions they signed', async ({ world }) => {
    const { patient, second, other } = await withTwo(world)
    await second.signIn()
    await second.decide('stop', { all: true })
    expect((await remove(patient, other)).status).toBe(204)
    expect((await world.check()).decision).toHaveLength(1)
    expect((await patient.decisions()).decisions).toHaveLength(1)
  })
})
