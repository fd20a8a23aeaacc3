import { describe, expect } from 'vitest'
import type { CaseCreated } from '../../api/contract/cases.ts'
import { addDays, dayInJapan } from '../../api/domain/calendar.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { apply, link, storePush, subscriber, test, use, wait } from '../support/push-world.ts'

const NEWS = '{"news":true}'
const stop = { all: true } as const

describe('a push', () => {
  test('comes once every database that a stop concerns has applied it, not before', async ({
    world,
    service,
  }) => {
    await link(world, 'demo-registry')
    await link(world, 'demo-biobank')
    const { patient, pushes } = await subscriber(world, service)
    await patient.decide('stop', stop)
    await world.tick()
    await apply(world, 'demo-registry')
    await wait(world)
    expect(pushes(), 'one of two has applied it').toEqual([])
    await apply(world, 'demo-biobank')
    await wait(world)
    expect(pushes().map(({ text }) => text)).toEqual([NEWS])
    await wait(world)
    await wait(world)
    expect(pushes(), 'it comes once').toHaveLength(1)
  })

  test('comes when a database has linked the records', async ({ world, service }) => {
    const { pushes } = await subscriber(world, service)
    await wait(world)
    expect(pushes()).toEqual([])
    await link(world, 'demo-registry')
    await wait(world)
    expect(pushes().map(({ text }) => text)).toEqual([NEWS])
  })

  test('comes when a use was reported, and not again for the same one', async ({ world, service }) => {
    const token = await link(world, 'demo-registry')
    const { pushes } = await subscriber(world, service)
    await use(world, [token])
    await wait(world)
    expect(pushes()).toHaveLength(1)
    world.clock.advance(HOUR)
    await use(world, [token])
    await wait(world)
    // The second upload says nothing about this person that the report did not say before.
    expect(pushes()).toHaveLength(1)
  })

  test('comes when a case is answered, and not when it is opened', async ({ world, service }) => {
    await link(world, 'demo-registry')
    const { patient, pushes } = await subscriber(world, service)
    await wait(world)
    const before = pushes().length
    const question = { about: 'linkage', database: 'demo-registry', says: 'unclear' }
    const { case: opened } = await patient.call<CaseCreated>('POST', '/api/cases', question)
    world.clock.advance(HOUR)
    await wait(world)
    expect(pushes()).toHaveLength(before)
    await world.deps.caseAnswers.answer(opened.number, 'no-error')
    await wait(world)
    await wait(world)
    expect(
      pushes()
        .slice(before)
        .map(({ text }) => text),
    ).toEqual([NEWS])
  })

  test('comes when a change becomes late', async ({ world, service }) => {
    await link(world, 'demo-registry')
    const { patient, pushes } = await subscriber(world, service)
    await patient.decide('stop', stop)
    await world.tick()
    world.clock.advance(23 * HOUR)
    await wait(world)
    expect(pushes()).toEqual([])
    world.clock.advance(HOUR)
    await wait(world)
    expect(pushes().map(({ text }) => text)).toEqual([NEWS])
    world.clock.advance(HOUR)
    await wait(world)
    expect(pushes(), 'it comes once').toHaveLength(1)
  })

  test('comes when a passkey was added, and when a purpose opens', async ({ world, service }) => {
    const { patient, pushes } = await subscriber(world, service)
    await patient.signIn()
    const response = world.patient().authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await wait(world)
    expect(pushes().map(({ text }) => text)).toEqual([NEWS])
    const day = addDays(dayInJapan(world.clock.now()), 2)
    const { file, remove } = await changedCatalogue((one) =>
      one.id === 'demo-registry' ? { ...one, freeze_days: 30, opened_on: { research: day } } : one,
    )
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    await remove()
    world.clock.advance(HOUR)
    await wait(world)
    expect(pushes(), 'before its day').toHaveLength(1)
    world.clock.advance(2 * DAY)
    await wait(world)
    expect(pushes().map(({ text }) => text)).toEqual([NEWS, NEWS])
  })

  test('comes to nobody whom it does not concern, and to each of a person’s devices', async ({
    world,
    service,
  }) => {
    const [one, other] = [await subscriber(world, service, 0), await subscriber(world, service, 1)]
    const second = world.patient({ authenticator: one.patient.authenticator })
    await second.signIn()
    await storePush(second, service.subscribe())
    await link(world, 'demo-registry', 0)
    await wait(world)
    expect(other.pushes()).toEqual([])
    expect(new Set(service.received.map(({ device }) => device)).size).toBe(2)
    expect(service.received).toHaveLength(2)
  })

  test('tells nothing that happened before it was switched on', async ({ world, service }) => {
    await link(world, 'demo-registry')
    world.clock.advance(2 * MINUTE)
    const { pushes } = await subscriber(world, service)
    await wait(world)
    expect(pushes()).toEqual([])
  })

  test('comes at most once in ten minutes, and then for all that happened meanwhile', async ({
    world,
    service,
  }) => {
    const { pushes } = await subscriber(world, service)
    world.clock.hold()
    await link(world, 'demo-registry')
    await wait(world)
    expect(pushes()).toHaveLength(1)
    await link(world, 'demo-biobank')
    await wait(world)
    await link(world, 'demo-jisedai').catch(() => {})
    expect(pushes(), 'five minutes later').toHaveLength(1)
    await wait(world)
    await wait(world)
    expect(pushes(), 'after ten minutes').toHaveLength(2)
  })

  test('is signed for its push service, replaces the one before, and may wait for a device', async ({
    world,
    service,
  }) => {
    const { patient, pushes } = await subscriber(world, service)
    const { public_key } = await patient.call<{ public_key: string }>('GET', '/api/push')
    await link(world, 'demo-registry')
    await wait(world)
    const [push] = pushes()
    expect(push?.claims).toMatchObject({
      aud: service.origin,
      sub: expect.stringMatching(/^(mailto|https):/),
    })
    expect(push?.headers.authorization).toContain(`k=${public_key}`)
    expect(push?.headers).toMatchObject({ topic: 'news', urgency: 'normal', ttl: '259200' })
  })
})

describe('the subscription of a device', () => {
  test('is switched on and off, and is this session’s alone', async ({ world, service }) => {
    const { patient, pushes } = await subscriber(world, service)
    const state = () => patient.call('GET', '/api/push')
    const public_key = expect.stringMatching(/^B[\w-]{86}$/)
    expect(await state()).toEqual({ public_key, on: true })
    const second = world.patient({ authenticator: patient.authenticator })
    await second.signIn()
    expect(await second.call('GET', '/api/push')).toEqual({ public_key, on: false })
    expect((await second.browser.send('DELETE', '/api/push')).status).toBe(204)
    expect(await state()).toEqual({ public_key, on: true })
    expect((await patient.browser.send('DELETE', '/api/push')).status).toBe(204)
    expect(await state()).toEqual({ public_key, on: false })
    await link(world, 'demo-registry')
    await wait(world)
    expect(pushes()).toEqual([])
    const stored = await world.check()
    expect([stored.push_person, stored.push_subscription]).toEqual([[], []])
  })

  test('ends when its person signs out there, in whichever session it was stored', async ({
    world,
    service,
  }) => {
    const { patient, subscription } = await subscriber(world, service)
    // The session runs out; the device signs in again and stores its subscription under the new one.
    world.clock.advance(2 * HOUR)
    await patient.signIn()
    expect((await world.check()).push_subscription).toHaveLength(1)
    await storePush(patient, subscription)
    await patient.browser.send('DELETE', '/api/session')
    const stored = await world.check()
    expect([stored.push_person, stored.push_subscription]).toEqual([[], []])
  })

  test('ends with the passkey that its session signed in with', async ({ world, service }) => {
    const { patient } = await subscriber(world, service)
    const second = world.patient()
    await patient.signIn()
    const response = second.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await second.signIn()
    await storePush(second, service.subscribe())
    expect((await world.check()).push_subscription).toHaveLength(2)
    await patient.signIn()
    const answer = await patient.browser.send('DELETE', `/api/passkeys/${response.id}`)
    expect(answer.status).toBe(204)
    const { push_subscription } = await world.check()
    expect(push_subscription).toHaveLength(1)
    expect(push_subscription[0]?.passkey_id).not.toBe(response.id)
  })

  test('of every other device ends when the account is recovered', async ({ world, service }) => {
    await subscriber(world, service)
    const owner = world.patient()
    await owner.prove(ordinary(0).id)
    const response = owner.authenticator.create(await owner.passkeyOptions(true))
    await owner.call('POST', '/api/passkeys', { response })
    expect((await world.check()).push_subscription).toEqual([])
  })

  test('goes to whoever stores it next: a device has one owner', async ({ world, service }) => {
    const { subscription } = await subscriber(world, service, 0)
    const next = world.patient()
    await next.enrol(ordinary(1).id)
    await storePush(next, subscription)
    await link(world, 'demo-registry', 0)
    await wait(world)
    expect(service.received).toEqual([])
    await link(world, 'demo-registry', 1)
    await wait(world)
    expect(service.received).toHaveLength(1)
    const { push_subscription, push_person } = await world.check()
    expect([push_subscription.length, push_person.length]).toEqual([1, 1])
  })

  test('is one of ten at most: the oldest goes', async ({ world, service }) => {
    const { patient, subscription } = await subscriber(world, service)
    const later = []
    for (let device = 0; device < 10; device++) {
      world.clock.advance(1000)
      const another = service.subscribe()
      await storePush(patient, another)
      later.push(another)
    }
    await link(world, 'demo-registry')
    await wait(world)
    const told = service.received.map(({ device }) => device)
    expect(told.toSorted()).toEqual(later.map(({ endpoint }) => endpoint.split('/').at(-1)).toSorted())
    expect(told).not.toContain(subscription.endpoint.split('/').at(-1))
  })
})
