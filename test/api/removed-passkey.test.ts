import { describe, expect } from 'vitest'
import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import type { Problem } from '../../api/contract/problems.ts'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { openKiosk, securityKey } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''

/** A person whose passkey was removed with another one, and when. */
async function removedFrom(world: World) {
  const gone = world.patient({ authenticator: securityKey(world.origin) })
  await gone.enrol(ordinary(0).id)
  await gone.signIn()
  const other = world.patient()
  const response = other.authenticator.create(await gone.passkeyOptions())
  await gone.call('POST', '/api/passkeys', { response })
  await other.signIn()
  expect((await other.browser.send('DELETE', `/api/passkeys/${idOf(gone)}`)).status).toBe(204)
  const [removed] = (await other.call<PasskeysAnswer>('GET', '/api/passkeys')).removed
  world.clock.advance(60_000)
  return { gone, other, at: removed?.removed_at }
}

/** Signs in with the removed passkey, or with an imitation of it. */
async function tryIt(world: World, gone: Patient, flaw: Flaw = {}, by = gone.authenticator) {
  const browser = world.patient()
  const response = by.get(await browser.sessionOptions(), flaw)
  return () => browser.browser.send('POST', '/api/sessions', { json: { response } })
}

describe('a passkey that was removed', () => {
  test('is reported with its time to a person who signs with it, also at a kiosk', async ({ world }) => {
    const { gone, at } = await removedFrom(world)
    const kiosk = openKiosk(world, 'front-desk', gone.authenticator)
    await kiosk.begin()
    const response = gone.authenticator.get(await kiosk.patient.sessionOptions())
    for (const send of [
      await tryIt(world, gone),
      () => kiosk.patient.browser.send('POST', '/api/sessions', { json: { response } }),
    ]) {
      let told: Partial<Problem> = {}
      await expectRefused(world, 'passkey-removed', async () => {
        const answer = await send()
        told = (await answer.clone().json()) as Problem
        return answer
      })
      expect(told).toMatchObject({ removed_at: at })
      expect(Object.keys(told).sort()).toEqual(['removed_at', 'request_id', 'status', 'title', 'type'])
    }
    expect((await kiosk.patient.session()).patient).toBeNull()
  })

  const FLAWS: [string, Flaw][] = [
    ['a signature that does not verify', { badSignature: true }],
    ['no user verification', { userVerified: false }],
    ['the user handle of somebody else', { userHandle: 'A'.repeat(43) }],
    ['no user handle', { userHandle: null }],
    ['another origin', { origin: 'https://evil.example' }],
  ]
  test.for(FLAWS)('looks like one that never existed with %s', async ([, flaw], { world }) => {
    const { gone } = await removedFrom(world)
    await expectRefused(world, 'passkey-rejected', await tryIt(world, gone, flaw))
  })

  test('looks like one that never existed to a person who knows its id and has another key', async ({
    world,
  }) => {
    const { gone, other } = await removedFrom(world)
    const stranger = createAuthenticator({ origin: world.origin })
    stranger.create(await other.passkeyOptions())
    const answers = []
    for (const id of [idOf(gone), 'A'.repeat(43)]) {
      const answer = await (await tryIt(world, gone, { id }, stranger))()
      answers.push([answer.status, { ...((await answer.json()) as Problem), request_id: '' }])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[1]).toMatchObject({ type: 'urn:erabu:problem:passkey-rejected' })
  })

  test('does not use up its owner’s limits', async ({ world }) => {
    const { gone, other } = await removedFrom(world)
    for (let times = 0; times < 20; times++) await (await tryIt(world, gone))()
    expect((await other.signIn()).patient).not.toBeNull()
  })

  test('whose key was not kept stays unknown', async ({ world }) => {
    const { gone } = await removedFrom(world)
    await world.deps.store.transact((tx) =>
      tx.updateTable('removed_passkey').set({ public_key: null }).execute(),
    )
    await expectRefused(world, 'passkey-rejected', await tryIt(world, gone))
  })
})
