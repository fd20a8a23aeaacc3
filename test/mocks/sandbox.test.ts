import { expect } from 'vitest'
import { createSandbox } from '../../mocks/person/sandbox.ts'
import { DATABASE, linkedOutsider } from '../contract/linked-outsider.ts'
import { changesOf } from '../contract/sets.ts'
import { ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

test('a resident stops and allows without a browser, and the holder reads both in its feed', async ({
  world,
}) => {
  const { outsider, people, stream } = await linkedOutsider(world, 1)
  const sandbox = createSandbox({ origin: world.origin, residents: [ordinary(0)] })
  const wish = (body: object) =>
    sandbox.request('/_control/decisions', { method: 'POST', body: JSON.stringify(body) })
  const resident = people[0]?.id ?? ''

  const told = async () => {
    await world.tick()
    const { sets } = await outsider.poll(stream)
    return (await changesOf(world.origin, DATABASE, sets)).map(({ change_type }) => change_type)
  }

  const stopped = await wish({ resident, choice: 'stop' })
  expect(stopped.status).toBe(201)
  expect(await stopped.json()).toEqual({ receipt_number: expect.stringMatching(/^\S{10,}$/) })
  expect(await told()).toEqual(['revoke'])
  expect((await wish({ resident, choice: 'allow', database: DATABASE })).status).toBe(201)
  expect(await told()).toEqual(['revoke', 'create'])

  expect((await wish({ resident, choice: 'stop', purpose: 'research' })).status).toBe(201)
  expect(await told()).toEqual(['revoke', 'create', 'revoke'])
  const several = ['demo-biobank', DATABASE]
  expect((await wish({ resident, choice: 'allow', databases: several })).status).toBe(201)
  expect(await told()).toEqual(['revoke', 'create', 'revoke', 'create'])

  expect((await wish({ resident, choice: 'stop', database: 'nowhere' })).status).toBe(409)
  expect((await wish({ resident, choice: 'stop', databases: [DATABASE, 'nowhere'] })).status).toBe(409)
  for (const [body, status] of [
    [{ resident: 'nobody', choice: 'stop' }, 404],
    [{ resident, choice: 'perhaps' }, 400],
    [{ resident, choice: 'stop', purpose: 'everything' }, 400],
    [{ resident, choice: 'stop', databases: [DATABASE] }, 400],
    [{ resident, choice: 'stop', who: 'me' }, 400],
  ] as const)
    expect([body, (await wish(body)).status]).toEqual([body, status])
})

test('a resident who has an account with another passkey keeps it, and decides all the same', async ({
  world,
}) => {
  const resident = ordinary(0)
  const own = world.patient()
  await own.enrol(resident.id)
  const sandbox = createSandbox({ origin: world.origin, residents: [ordinary(0)] })
  const body = JSON.stringify({ resident: resident.id, choice: 'stop' })
  expect((await sandbox.request('/_control/decisions', { method: 'POST', body })).status).toBe(201)
  await own.signIn()
  expect((await own.decisions()).decisions.map(({ choice }) => choice)).toEqual(['stop'])
})
