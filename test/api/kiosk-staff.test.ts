import { describe, expect } from 'vitest'
import type { StaffAnswer } from '../../api/contract/kiosk.ts'
import { changeKiosk, openKiosk } from '../support/kiosk.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { openDesk } from '../support/staff.ts'
import { test } from '../support/world-test.ts'

describe('staff', () => {
  test('sign in with the key that the operator registered, and see only their kiosks', async ({ world }) => {
    const desk = await openDesk(world)
    expect(await desk.signIn()).toEqual({ staff: { name: '受付の人' } })
    const { kiosks } = await desk.call<StaffAnswer>('GET', '/api/kiosk/staff')
    expect(kiosks.map(({ id }) => id)).toEqual(['front-desk'])
  })

  test('are refused with an unregistered key, and as soon as their key is removed', async ({ world }) => {
    const stranger = await openDesk(world, { registered: false })
    const json = await stranger.answer()
    await expectRefused(world, 'passkey-rejected', () => stranger.send('/sessions', json))
    const desk = await openDesk(world)
    await desk.signIn()
    await changeKiosk(world, 'front-desk', { staff: [] })
    await expectRefused(world, 'not-signed-in', () => desk.browser.send('GET', '/api/kiosk/staff'))
  })

  test('are not registered with a weak key: the operator’s old list stays', async ({ world }) => {
    const key = `${'A'.repeat(22)}.${Buffer.from('a401010327200621'.padEnd(90, '0'), 'hex').toString('base64url')}`
    const before = world.deps.kiosks.all()
    await expect(changeKiosk(world, 'front-desk', { staff: [{ name: '受付', key }] })).rejects.toThrow(
      'not taken',
    )
    expect(world.deps.kiosks.all()).toBe(before)
  })

  test('see a call with its time, take it and close it', async ({ world }) => {
    const kiosk = openKiosk(world)
    const desk = await openDesk(world)
    await desk.signIn()
    expect((await kiosk.call()).call).toBe('waiting')
    await kiosk.call()
    const call = (await desk.kiosk())?.call
    expect(call).toEqual({
      id: expect.any(String),
      called_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      taken_at: null,
    })
    await desk.send(`/calls/${call?.id}`, { step: 'taken' })
    expect((await kiosk.state()).call).toBe('taken')
    await desk.send(`/calls/${call?.id}`, { step: 'closed' })
    expect((await kiosk.state()).call).toBeNull()
    expect((await desk.kiosk())?.call).toBeNull()
  })

  test('no longer see a call when the caller’s visit has ended', async ({ world }) => {
    const kiosk = openKiosk(world)
    const desk = await openDesk(world)
    await desk.signIn()
    await kiosk.begin()
    await kiosk.call()
    await kiosk.standby()
    expect((await kiosk.state()).call).toBeNull()
    expect((await desk.kiosk())?.call).toBeNull()
  })

  test('no longer see a call that the person cancelled', async ({ world }) => {
    const kiosk = openKiosk(world)
    const desk = await openDesk(world)
    await desk.signIn()
    await kiosk.call()
    expect((await kiosk.uncall()).call).toBeNull()
    expect((await desk.kiosk())?.call).toBeNull()
  })

  test('start, mute and end remotely: a visit ends at once, and the command reaches the kiosk once', async ({
    world,
  }) => {
    const kiosk = openKiosk(world)
    const desk = await openDesk(world)
    await desk.signIn()
    await desk.send('/kiosks/front-desk/commands', { command: 'start' })
    expect((await kiosk.state()).command).toEqual({ no: 1, name: 'start' })
    await desk.send('/kiosks/front-desk/commands', { command: 'mute' })
    expect((await kiosk.state()).muted).toBe(true)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    expect((await desk.kiosk())?.in_use).toBe(true)
    await desk.send('/kiosks/front-desk/commands', { command: 'end' })
    await expectRefused(world, 'not-signed-in', () => kiosk.patient.browser.send('GET', '/api/databases'))
    expect((await kiosk.state()).command).toEqual({ no: 2, name: 'end' })
    expect((await desk.kiosk())?.in_use).toBe(false)
    world.clock.advance(60_000)
    expect((await kiosk.state()).command).toBeNull()
  })

  test('reach no other kiosks, and no calls of those', async ({ world }) => {
    const ward = openKiosk(world, 'ward')
    const desk = await openDesk(world)
    await desk.signIn()
    await ward.call()
    const [call] = (await world.check()).kiosk_call
    await expectRefused(world, 'not-found', () => desk.send(`/calls/${call?.id}`, { step: 'closed' }))
    await expectRefused(world, 'not-found', () => desk.send('/kiosks/ward/commands', { command: 'end' }))
  })

  test('see nothing of a patient: the answer has only these members', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    const desk = await openDesk(world)
    await desk.signIn()
    expect(Object.keys((await desk.kiosk()) ?? {}).sort()).toEqual(
      ['blocked', 'call', 'clinic', 'id', 'in_use', 'muted', 'name', 'online'].sort(),
    )
    for (const path of [
      '/api/databases',
      '/api/decisions',
      '/api/usage',
      '/api/record',
      '/api/cases',
      '/api/messages',
      '/api/passkeys',
    ])
      await expectRefused(world, 'not-signed-in', () => desk.browser.send('GET', path))
  })

  test('cannot sign in unless the challenge is answered once', async ({ world }) => {
    const desk = await openDesk(world)
    const json = await desk.answer()
    expect((await desk.send('/sessions', json)).status).toBe(201)
    await expectRefused(world, 'challenge-expired', () => desk.send('/sessions', json))
  })
})
