// @vitest-environment happy-dom
import type { RegistrationResponseJSON } from '@simplewebauthn/browser'
import { beforeEach, expect, test, vi } from 'vitest'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { makePasskey } from '../../../../web/data/passkey/passkey.ts'
import { isMakingPasskey } from '../../../../web/data/passkey/signals.ts'
import { useEnrolment } from '../../../../web/data/patient/ceremony.ts'
import { giveSharedLocks } from '../support/locks.ts'
import { renderHook } from '../support/render-hook.ts'

vi.mock('../../../../web/data/passkey/passkey.ts')
vi.mock('../../../../web/data/device/load-device.ts')
vi.mock('../../../../web/data/patient/session.ts')

const response = { id: 'new' } as RegistrationResponseJSON
/** By step: whether a passkey was being made at its call. */
let making: Record<string, boolean>

const noting =
  <T>(step: string, answer: () => T) =>
  async () => {
    making[step] = await isMakingPasskey()
    return answer()
  }
const refuse = (code: 'cancelled' | 'unavailable') => () => {
  throw new ApiError(code)
}

beforeEach(() => {
  making = {}
  giveSharedLocks()
  vi.spyOn(api, 'passkeyOptions').mockResolvedValue({ user: { id: 'handle' } } as never)
  vi.mocked(makePasskey).mockImplementation(noting('asked', () => response))
  vi.spyOn(api, 'createPasskey').mockImplementation(noting('sent', () => undefined as never))
})

async function enrol() {
  const hook = await renderHook(() => useEnrolment({ recover: false }), undefined)
  const becomes = (...phases: string[]) =>
    hook.pass(() => vi.waitFor(() => expect(phases).toContain(hook.last().phase), 10_000))
  await becomes('ready')
  await hook.pass(async () => hook.last().start())
  await becomes('done', 'failed')
  return { phase: hook.last().phase, ...making, afterwards: await isMakingPasskey() }
}

test('a passkey is being made from the dialog until the server has it', async () => {
  expect(await enrol()).toEqual({ phase: 'done', asked: true, sent: true, afterwards: false })
})

test('a passkey that the device refuses is no longer being made', async () => {
  vi.mocked(makePasskey).mockImplementation(noting('asked', refuse('cancelled')))
  expect(await enrol()).toEqual({ phase: 'failed', asked: true, afterwards: false })
})

test('nor is one that the server refuses', async () => {
  vi.spyOn(api, 'createPasskey').mockImplementation(noting('sent', refuse('unavailable')))
  expect(await enrol()).toEqual({ phase: 'failed', asked: true, sent: true, afterwards: false })
})
