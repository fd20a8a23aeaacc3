// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { markDeviceOwned } from '../../../../web/data/device/device-used.ts'
import { claimDevice } from '../../../../web/data/device/load-device.ts'
import { eraseDevice } from '../../../../web/data/device/storage.ts'

const device = { claim: async () => {}, erase: async () => {} }
vi.mock('../../../../web/data/device/database/device.ts', () => ({ openDevice: async () => device }))

/** A browser with a subscription. @returns how often it was ended. */
function subscribed(ends: () => Promise<boolean> = async () => true) {
  const unsubscribe = vi.fn(ends)
  const registration = { pushManager: { getSubscription: async () => ({ unsubscribe }) } }
  vi.stubGlobal('PushManager', class {})
  vi.stubGlobal('Notification', { permission: 'granted' })
  vi.stubGlobal('navigator', {
    ...navigator,
    serviceWorker: { getRegistration: async () => registration },
  })
  return unsubscribe
}

beforeEach(() => localStorage.clear())

test('erasing the device, as signing out does, ends its pushes', async () => {
  const unsubscribe = subscribed()
  await eraseDevice()
  expect(unsubscribe).toHaveBeenCalledOnce()
})

test('another person who signs in ends them, the same person does not', async () => {
  const unsubscribe = subscribed()
  markDeviceOwned('ichiro')
  await claimDevice('ichiro')
  expect(unsubscribe).not.toHaveBeenCalled()
  await claimDevice('jiro')
  expect(unsubscribe).toHaveBeenCalledOnce()
})

test('a browser that does not let go of them stops neither', async () => {
  subscribed(() => Promise.reject(new Error()))
  await claimDevice('jiro')
  await eraseDevice()
})
