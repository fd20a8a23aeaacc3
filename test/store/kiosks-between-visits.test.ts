import { describe, expect } from 'vitest'
import { createKioskService } from '../../api/services/kiosks.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn } from '../support/bare-person.ts'
import { createParts, kiosk } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const FRONT = kiosk('front', { keys: ['key'], phone: '000-000' })
const WARD = kiosk('ward', { keys: ['key', 'other'], blocked: true })
const ELSEWHERE = kiosk('elsewhere', { keys: ['other'] })

/** Three kiosks, of which the owner of `key` may serve two. */
function open(store: Store) {
  const parts = createParts(store, { kiosks: [FRONT, WARD, ELSEWHERE] })
  const staff = (change = {}) => sessionIn(parts, { id: 'staff', staff_key: 'key', ...change })
  return { parts, now: parts.now(), service: createKioskService(parts), staff }
}
const seenAt = async (store: Store) => (await rowsOf(store, 'kiosk')).map(({ seen_at }) => seen_at)

describe('a kiosk', () => {
  test('that was never heard of is silent, and noted as seen', async ({ store }) => {
    const { service, now } = open(store)
    const { id, name, clinic, phone } = FRONT
    expect(await service.describe(FRONT)).toEqual({
      kiosk: { id, name, clinic, phone },
      muted: false,
      command: null,
      call: null,
    })
    expect(await rowsOf(store, 'kiosk')).toMatchObject([{ id: 'front', seen_at: now, muted: 0 }])
  })

  test.for([
    ['ten seconds ago', -10 * SECOND, false],
    ['longer ago', -10 * SECOND - 1, true],
    ['a little ahead of the clock', 10 * SECOND, false],
    ['far ahead of the clock', 10 * SECOND + 1, true],
  ] as const)('that was seen %s is noted again or not', async ([, ago, noted], { store }) => {
    const { service, now } = open(store)
    await put(store, { kiosk: [{ id: 'front', seen_at: now + ago }] })
    await service.describe(FRONT)
    expect(await seenAt(store)).toEqual([noted ? now : now + ago])
  })

  test.for([
    ['just given', 0, true],
    ['twenty seconds old', -20 * SECOND, true],
    ['older', -20 * SECOND - 1, false],
    ['twenty seconds ahead of the clock', 20 * SECOND, true],
    ['farther ahead', 20 * SECOND + 1, false],
  ] as const)('is told a command that is %s, or not', async ([, ago, told], { store }) => {
    const { service, now } = open(store)
    await put(store, { kiosk: [{ id: 'front', command: 'start', command_no: 7, command_at: now + ago }] })
    expect((await service.describe(FRONT)).command).toEqual(told ? { no: 7, name: 'start' } : null)
  })

  test('is told no command where none was given', async ({ store }) => {
    const { service, now } = open(store)
    await put(store, { kiosk: [{ id: 'front', muted: 1, command_at: now, command_no: 1 }] })
    expect(await service.describe(FRONT)).toMatchObject({ command: null, muted: true })
  })

  test('calls once until its call is closed, and knows how the call stands', async ({ store }) => {
    const { service, parts, staff, now } = open(store)
    const session = await staff()
    const call = async () => (await service.describe(FRONT)).call
    expect(await call()).toBeNull()
    await service.call(FRONT)
    await service.call(FRONT)
    const [row, ...more] = await rowsOf(store, 'kiosk_call')
    expect([row, more]).toEqual([
      { id: expect.any(String), kiosk_id: 'front', called_at: now, taken_at: null, closed_at: null },
      [],
    ])
    expect(await call()).toBe('waiting')
    parts.clock.advance(1)
    await service.step(session, row?.id ?? '', 'taken')
    expect(await call()).toBe('taken')
    parts.clock.advance(1)
    await service.step(session, row?.id ?? '', 'closed')
    expect(await call()).toBeNull()
    expect(await rowsOf(store, 'kiosk_call')).toMatchObject([{ taken_at: now + 1, closed_at: now + 2 }])
  })

  test('takes its own call back, once', async ({ store }) => {
    const { service, parts, now } = open(store)
    await put(store, {
      kiosk_call: [
        { id: 'earlier', kiosk_id: 'front', closed_at: 5 },
        { id: 'open', kiosk_id: 'front' },
        { id: 'of ward', kiosk_id: 'ward' },
      ],
    })
    const closed = async () =>
      Object.fromEntries((await rowsOf(store, 'kiosk_call')).map(({ id, closed_at }) => [id, closed_at]))
    await service.takeCallBack(FRONT)
    expect(await closed()).toEqual({ earlier: 5, open: now, 'of ward': null })
    parts.clock.advance(1)
    await service.takeCallBack(FRONT)
    expect(await closed()).toEqual({ earlier: 5, open: now, 'of ward': null })
  })

  test('that stands by ends its visits and its call, and nothing elsewhere', async ({ store }) => {
    const { service, parts, now } = open(store)
    await sessionIn(parts, { id: 'here', kiosk_id: 'front', device: 'shared' })
    await sessionIn(parts, { id: 'there', kiosk_id: 'ward', device: 'shared' })
    await sessionIn(parts, { id: 'at home' })
    await put(store, { kiosk_call: [{ id: 'open', kiosk_id: 'front' }] })
    await service.standBy(FRONT)
    expect((await rowsOf(store, 'session')).map(({ id }) => id).sort()).toEqual(['at home', 'there'])
    expect(await rowsOf(store, 'kiosk_call')).toMatchObject([{ closed_at: now }])
  })
})

describe('staff', () => {
  test('are known by a key in the registry', async ({ store }) => {
    const { service, staff, parts } = open(store)
    const session = await staff()
    expect(service.staffOf(session)).toMatchObject({ id: 'key', name: 'owner of key' })
    const nobody = await sessionIn(parts)
    for (const one of [null, nobody, { ...session, staff_key: 'taken out' }])
      expect(() => service.staffOf(one)).toThrow(expect.objectContaining({ code: 'not-signed-in' }))
  })

  test('see their kiosks and how each stands', async ({ store }) => {
    const { service, staff, now } = open(store)
    const views = async () => service.viewFor(service.staffOf(await staff({ id: `staff ${Math.random()}` })))
    const unheard = { online: false, in_use: false, muted: false, call: null }
    expect(await views()).toEqual([
      { id: 'front', name: 'name of front', clinic: 'clinic of front', blocked: false, ...unheard },
      { id: 'ward', name: 'name of ward', clinic: 'clinic of ward', blocked: true, ...unheard },
    ])
    await put(store, {
      kiosk: [{ id: 'front', muted: 1 }],
      kiosk_call: [
        { id: 'c1', kiosk_id: 'front', called_at: now - 2, taken_at: now - 1 },
        { id: 'c2', kiosk_id: 'ward', called_at: now - 2 },
      ],
    })
    const called_at = new Date(now - 2).toISOString()
    expect(await views()).toMatchObject([
      { muted: true, call: { id: 'c1', called_at, taken_at: new Date(now - 1).toISOString() } },
      { muted: false, call: { id: 'c2', called_at, taken_at: null } },
    ])
  })

  test.for([
    ['now', 0, true],
    ['half a minute ago', -30 * SECOND, true],
    ['longer ago', -30 * SECOND - 1, false],
    ['half a minute ahead of the clock', 30 * SECOND, true],
    ['farther ahead', 30 * SECOND + 1, false],
  ] as const)('see whether a kiosk is online that was heard of %s', async ([, ago, online], { store }) => {
    const { service, staff, now } = open(store)
    await put(store, { kiosk: [{ id: 'front', seen_at: now + ago }] })
    expect((await service.viewFor(service.staffOf(await staff())))[0]).toMatchObject({ online })
  })

  test('see whether a kiosk was used in the last two minutes', async ({ store }) => {
    const { service, staff, parts, now } = open(store)
    const session = await staff()
    await sessionIn(parts, { kiosk_id: 'front', device: 'shared', last_seen_at: now - 2 * MINUTE + 1 })
    const used = async () => (await service.viewFor(service.staffOf(session))).map(({ in_use }) => in_use)
    expect(await used()).toEqual([true, false])
    parts.clock.advance(1)
    expect(await used()).toEqual([false, false])
  })

  test.for([
    ['mute', 'front', { muted: 1, command: null }],
    ['unmute', 'ward', { muted: 0, command: null }],
    ['start', 'front', { muted: 0, command: 'start', command_no: 1 }],
    ['end', 'front', { muted: 0, command: 'end', command_no: 1 }],
  ] as const)('command a kiosk: %s', async ([command, id, row], { store }) => {
    const { service, staff, parts, now } = open(store)
    const session = await staff()
    await put(store, { kiosk: [{ id: 'ward', muted: 1 }] })
    for (const at of ['front', 'ward']) await sessionIn(parts, { id: at, kiosk_id: at, device: 'shared' })
    await service.command(session, id, command)
    const stored = (await rowsOf(store, 'kiosk')).find((one) => one.id === id)
    expect(stored).toMatchObject({ ...row, command_at: row.command ? now : 0 })
    const sessions = (await rowsOf(store, 'session')).map((one) => one.id).sort()
    expect(sessions).toEqual(command === 'end' ? ['staff', 'ward'] : ['front', 'staff', 'ward'])
  })

  test('reach nothing at a kiosk that they do not serve', async ({ store }) => {
    const { service, staff } = open(store)
    const session = await staff()
    await put(store, { kiosk_call: [{ id: 'c', kiosk_id: 'elsewhere' }] })
    const refused = { code: 'not-found' }
    await expect(service.command(session, 'elsewhere', 'mute')).rejects.toMatchObject(refused)
    await expect(service.command(session, 'no kiosk', 'mute')).rejects.toMatchObject(refused)
    await expect(service.step(session, 'c', 'taken')).rejects.toMatchObject(refused)
    await expect(service.step(session, 'no call', 'taken')).rejects.toMatchObject(refused)
    expect(await rowsOf(store, 'kiosk_call')).toMatchObject([{ taken_at: null, closed_at: null }])
    expect(await rowsOf(store, 'kiosk')).toEqual([])
  })

  test('whose session has ended, or whose key was taken out, can do nothing', async ({ store }) => {
    const { service, staff, parts } = open(store)
    const ended = { ...(await staff()), secret_hash: 'before' }
    const out = await staff({ id: 'out', secret_hash: 'out', staff_key: 'taken out' })
    await put(store, { kiosk_call: [{ id: 'c', kiosk_id: 'front' }] })
    for (const session of [ended, out]) {
      const refused = { code: 'not-signed-in' }
      await expect(service.command(session, 'front', 'mute')).rejects.toMatchObject(refused)
      await expect(service.step(session, 'c', 'closed')).rejects.toMatchObject(refused)
    }
    expect(await rowsOf(parts.store, 'kiosk')).toEqual([])
    expect(await rowsOf(store, 'kiosk_call')).toMatchObject([{ closed_at: null }])
  })
})
