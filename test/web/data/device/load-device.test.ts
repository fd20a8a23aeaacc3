// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Device } from '../../../../web/data/device/database/device.ts'

const openDevice = vi.hoisted(() => vi.fn<() => Promise<Device>>())
vi.mock('../../../../web/data/device/database/device.ts', () => ({ openDevice }))

async function openPage() {
  vi.resetModules()
  const { storageState } = await import('../../../../web/data/device/storage-state.ts')
  return { ...(await import('../../../../web/data/device/load-device.ts')), storageState }
}

const device = (change: Partial<Device> = {}) =>
  ({ claim: vi.fn(async () => {}), erase: vi.fn(async () => {}), ...change }) as unknown as Device

beforeEach(() => {
  openDevice.mockReset()
})

test('a browser without a database is online only, and is asked only once', async () => {
  openDevice.mockRejectedValue(new Error('no IndexedDB'))
  const { loadDevice, claimDevice, storageState } = await openPage()
  expect(await loadDevice()).toBeNull()
  expect(storageState.get()).toBe('unavailable')
  await claimDevice('ichiro')
  expect(openDevice).toHaveBeenCalledOnce()
})

test('a device that opens is ok, unless a write has found it full', async () => {
  const opened = device()
  openDevice.mockResolvedValue(opened)
  const first = await openPage()
  expect(await first.loadDevice()).toBe(opened)
  expect(first.storageState.get()).toBe('ok')
  const second = await openPage()
  second.storageState.set('full')
  await second.loadDevice()
  expect(second.storageState.get()).toBe('full')
})

test('a device that cannot change its owner erases the previous one, and stores nothing from then on', async () => {
  const erase = vi.fn(async () => {})
  openDevice.mockResolvedValue(device({ claim: () => Promise.reject(new Error('full')), erase }))
  const { loadDevice, claimDevice } = await openPage()
  await claimDevice('jiro')
  expect(erase).toHaveBeenCalledOnce()
  expect(await loadDevice()).toBeNull()
})

describe('erasing', () => {
  test('does nothing where the browser offers no database', async () => {
    openDevice.mockRejectedValue(new DOMException('', 'InvalidStateError'))
    const { eraseStored } = await openPage()
    await eraseStored()
  })

  test('reaches the data of a page that went on without its device', async () => {
    const erase = vi.fn(async () => {})
    openDevice
      .mockRejectedValueOnce(new DOMException('', 'TimeoutError'))
      .mockResolvedValue(device({ erase }))
    const { loadDevice, eraseStored } = await openPage()
    expect(await loadDevice()).toBeNull()
    await eraseStored()
    expect(erase).toHaveBeenCalledOnce()
  })

  test.each([
    [
      'another tab holds the database',
      () => openDevice.mockRejectedValue(new DOMException('', 'TimeoutError')),
    ],
    [
      'the browser refuses',
      () => openDevice.mockResolvedValue(device({ erase: () => Promise.reject(new Error()) })),
    ],
  ])('is not reported as done when %s', async (_why, given) => {
    given()
    await openPage()
    const { eraseDevice } = await import('../../../../web/data/device/storage.ts')
    await expect(eraseDevice()).rejects.toMatchObject({ code: 'not-erased' })
  })
})
