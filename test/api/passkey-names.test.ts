import { describe, expect } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const list = (patient: Patient) => patient.call<PasskeysAnswer>('GET', '/api/passkeys')
const change = (patient: Patient, id: string, json: unknown) =>
  patient.browser.send('PATCH', `/api/passkeys/${id}`, { json })

async function signedIn(world: World, index: number) {
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  await patient.signIn()
  const [passkey] = (await list(patient)).passkeys
  return { patient, id: passkey?.id ?? '' }
}

describe('a name for my passkey', () => {
  test('is null at first, then the chosen name, trimmed', async ({ world }) => {
    const { patient, id } = await signedIn(world, 0)
    expect((await list(patient)).passkeys).toMatchObject([{ id, name: null, current: true }])
    expect((await change(patient, id, { name: '  居間のタブレット ' })).status).toBe(204)
    expect((await list(patient)).passkeys).toMatchObject([{ id, name: '居間のタブレット' }])
    expect((await change(patient, id, { name: '𠮷'.repeat(40) })).status).toBe(204)
  })

  test.for([
    ['empty', ''],
    ['only space', '  　'],
    ['41 characters', 'あ'.repeat(41)],
    ['two lines', 'a\nb'],
    ['a character that turns the line round', 'a\u202eb'],
    ['joined invisibly', 'a\u200db'],
    ['split invisibly', 'a\u200cb'],
    ['a tag', 'a\u{e0041}b'],
    ['a sign of private use', 'a\ue000b'],
    ['a sign that does not exist', 'a\u0378b'],
    ['a Hangul filler', '\u3164'],
    ['filled between letters', 'a\u115fb'],
    ['a half-width filler', '\uffa0'],
    ['an empty Braille cell', '\u2800'],
    ['joined by a grapheme joiner', 'a\u034fb'],
    ['with a sign that only changes how another looks', 'a\ufe0f'],
    ['no text', 5],
  ] as const)('is refused when it is %s, and not repeated', async ([, name], { world }) => {
    const { patient, id } = await signedIn(world, 0)
    await expectRefused(
      world,
      'invalid-request',
      () => change(patient, id, { name }),
      String(name).length > 4 ? [String(name)] : [],
    )
  })

  test('can be given by nobody else', async ({ world }) => {
    const { id } = await signedIn(world, 0)
    const { patient: stranger } = await signedIn(world, 1)
    await expectRefused(world, 'not-found', () => change(stranger, id, { name: 'mine' }))
    await expectRefused(world, 'not-signed-in', () => change(world.patient(), id, { name: 'mine' }))
  })

  test('cannot be given from another site', async ({ world }) => {
    const { patient, id } = await signedIn(world, 0)
    await expectRefused(world, 'cross-site-request', () =>
      patient.browser.send('PATCH', `/api/passkeys/${id}`, {
        json: { name: 'evil' },
        headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
      }),
    )
  })
})

test('the list names the account as the authenticator was told when the passkey was made', async ({
  world,
}) => {
  const patient = world.patient()
  await patient.prove(ordinary(0).id)
  const options = await patient.passkeyOptions()
  await patient.call('POST', '/api/passkeys', { response: patient.authenticator.create(options) })
  const { rp_id, user, passkeys } = await list(patient)
  expect({ rp_id, user }).toEqual({
    rp_id: options.rp.id,
    user: { id: options.user.id, name: options.user.name },
  })
  expect(passkeys[0]?.aaguid).toBe('00000000-0000-0000-0000-000000000000')
})
