// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PasskeysAnswer } from '../../../../api/contract/patient.ts'
import { providerOf } from '../../../../web/data/passkey/provider.ts'
import { passkey } from '../../ui/support/fixtures.ts'
import { giveSharedLocks } from '../support/locks.ts'
import { renderHook } from '../support/render-hook.ts'

const answer = (...ids: string[]): PasskeysAnswer => ({
  rp_id: 'erabu.example',
  user: { id: 'handle', name: 'えらぶ 2026-11-24' },
  passkeys: ids.map((id) => passkey({ id })),
  removed: [],
})

/** Opens a fresh page in a browser with the signal methods. */
async function openPage() {
  vi.resetModules()
  giveSharedLocks()
  const signals = { signalAllAcceptedCredentials: vi.fn(), signalCurrentUserDetails: vi.fn() }
  vi.stubGlobal('PublicKeyCredential', signals)
  const { api } = await import('../../../../web/data/http/api.ts')
  const { ApiError } = await import('../../../../web/data/http/failure.ts')
  const passkeys = await import('../../../../web/data/patient/passkeys.ts')
  const { beginMakingPasskey } = await import('../../../../web/data/passkey/signals.ts')
  const list = vi.spyOn(api, 'passkeys').mockResolvedValue(answer('one', 'two'))
  return {
    ...passkeys,
    ApiError,
    api,
    list,
    beginMakingPasskey,
    signalled: () =>
      signals.signalAllAcceptedCredentials.mock.calls.map(([of]) => of.allAcceptedCredentialIds as string[]),
    ...signals,
    render: () => renderHook(passkeys.usePasskeys, undefined),
  }
}

const comeBack = async () => window.dispatchEvent(new Event('focus'))
const ids = (hook: Awaited<ReturnType<Awaited<ReturnType<typeof openPage>>['render']>>) => {
  const last = hook.last()
  return last.status === 'ready' ? last.value.passkeys.map(({ id }) => id) : last.status
}

afterEach(() => vi.unstubAllGlobals())

describe('the password manager of the device', () => {
  test('is told the whole list and the name of the account', async () => {
    const page = await openPage()
    await page.render()
    const of = { rpId: 'erabu.example', userId: 'handle' }
    expect(page.signalAllAcceptedCredentials.mock.calls).toEqual([
      [{ ...of, allAcceptedCredentialIds: ['one', 'two'] }],
    ])
    expect(page.signalCurrentUserDetails.mock.calls).toEqual([
      [{ ...of, name: 'えらぶ 2026-11-24', displayName: 'えらぶ 2026-11-24' }],
    ])
  })

  test('is told nothing while the server does not answer, and no empty list', async () => {
    const page = await openPage()
    page.list.mockRejectedValueOnce(new page.ApiError('offline'))
    const hook = await page.render()
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'offline' } })
    page.list.mockResolvedValueOnce(answer())
    await hook.pass(page.refreshPasskeys)
    expect(page.signalAllAcceptedCredentials).not.toHaveBeenCalled()
  })

  test('is not told an answer that a newer one overtook', async () => {
    const page = await openPage()
    let late = (_answer: PasskeysAnswer) => {}
    page.list.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
    const hook = await page.render()
    await hook.pass(page.refreshPasskeys)
    late(answer('one'))
    await hook.pass(async () => {})
    expect(page.signalled()).toEqual([['one', 'two']])
  })

  test('is not told an answer requested before a removal', async () => {
    const page = await openPage()
    let late = (_answer: PasskeysAnswer) => {}
    page.list.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
    const hook = await page.render()
    vi.spyOn(page.api, 'removePasskey').mockImplementation(async () => late(answer('one', 'two')))
    page.list.mockResolvedValueOnce(answer('one'))
    await hook.pass(() => page.removePasskey('two'))
    expect(page.signalled()).toEqual([['one']])
  })

  test('may lack the methods, or refuse', async () => {
    const page = await openPage()
    page.signalAllAcceptedCredentials.mockRejectedValue(new Error('no'))
    const hook = await page.render()
    expect(hook.last().status).toBe('ready')
    vi.stubGlobal('PublicKeyCredential', {})
    await hook.pass(page.refreshPasskeys)
    vi.stubGlobal('PublicKeyCredential', undefined)
    await hook.pass(page.refreshPasskeys)
    expect(hook.last().status).toBe('ready')
  })
})

describe('a passkey that is being made', () => {
  test('in this tab or another blocks every list from being signalled until the server has it', async () => {
    const page = await openPage()
    const made = page.beginMakingPasskey()
    const hook = await page.render()
    await hook.pass(comeBack)
    expect(ids(hook)).toEqual(['one', 'two'])
    expect(page.signalled()).toEqual([])
    page.list.mockResolvedValue(answer('one', 'two', 'three'))
    await hook.pass(async () => made())
    await hook.pass(page.refreshPasskeys)
    expect(page.signalled()).toEqual([['one', 'two', 'three']])
  })

  test.each(['before', 'after'])(
    'during the request, and ready %s the answer, blocks the list from being signalled',
    async (ready) => {
      const page = await openPage()
      const hook = await page.render()
      page.signalAllAcceptedCredentials.mockClear()
      let late = (_answer: PasskeysAnswer) => {}
      page.list.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
      const before = ready === 'before' ? page.beginMakingPasskey() : () => {}
      await hook.pass(comeBack)
      if (ready === 'before') before()
      else page.beginMakingPasskey()
      await hook.pass(async () => late(answer('one')))
      expect(ids(hook)).toEqual(['one'])
      expect(page.signalled()).toEqual([])
    },
  )
})

describe('when another tab has changed the list', () => {
  test('this tab has the new list when its user returns', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.list.mockResolvedValue(answer('one'))
    await hook.pass(comeBack)
    expect(ids(hook)).toEqual(['one'])
    expect(page.signalled().at(-1)).toEqual(['one'])
  })

  test('a user who returns offline keeps the shown list, and it is not signalled', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.list.mockRejectedValue(new page.ApiError('offline'))
    await hook.pass(comeBack)
    expect(ids(hook)).toEqual(['one', 'two'])
    expect(page.signalled()).toEqual([['one', 'two']])
  })

  test('a list that nobody looks at is not requested', async () => {
    const page = await openPage()
    const hook = await page.render()
    await hook.unmount()
    page.list.mockClear()
    await comeBack()
    expect(page.list).not.toHaveBeenCalled()
  })

  test.each(['not-found', 'last-passkey'] as const)(
    'a removal refused as %s loads the new list',
    async (code) => {
      const page = await openPage()
      const hook = await page.render()
      vi.spyOn(page.api, 'removePasskey').mockRejectedValue(new page.ApiError(code, 404))
      page.list.mockResolvedValue(answer('one'))
      await hook.pass(() => expect(page.removePasskey('two')).rejects.toMatchObject({ code }))
      expect(ids(hook)).toEqual(['one'])
      expect(page.signalled()).toEqual([['one', 'two'], ['one']])
    },
  )

  test('renaming a removed passkey loads the new list', async () => {
    const page = await openPage()
    const hook = await page.render()
    vi.spyOn(page.api, 'changePasskey').mockRejectedValue(new page.ApiError('not-found', 404))
    page.list.mockResolvedValue(answer('one'))
    await hook.pass(() => expect(page.renamePasskey('two', 'x')).rejects.toMatchObject({ code: 'not-found' }))
    expect(ids(hook)).toEqual(['one'])
  })

  test.each(['offline', 'assertion-required', 'unavailable'] as const)(
    'a refusal as %s, which says nothing of the list, leaves it unchanged',
    async (code) => {
      const page = await openPage()
      const hook = await page.render()
      vi.spyOn(page.api, 'removePasskey').mockRejectedValue(new page.ApiError(code))
      page.list.mockClear()
      await hook.pass(() => expect(page.removePasskey('two')).rejects.toMatchObject({ code }))
      expect(ids(hook)).toEqual(['one', 'two'])
      expect(page.list).not.toHaveBeenCalled()
    },
  )
})

test.each([
  ['goes on after the removal of another passkey', null, true],
  ['ends with its own', 'not-signed-in', false],
] as const)('a session %s', async (_, code, goesOn) => {
  const page = await openPage()
  const hook = await page.render()
  vi.spyOn(page.api, 'removePasskey').mockResolvedValue()
  if (code) page.list.mockRejectedValue(new page.ApiError(code, 401))
  await hook.pass(async () => expect(await page.removePasskey('two')).toBe(goesOn))
})

test('the list is cleared when nobody looks at it', async () => {
  const page = await openPage()
  const hook = await page.render()
  await hook.unmount()
  page.list.mockImplementation(() => new Promise(() => {}))
  expect((await page.render()).last()).toEqual({ status: 'loading' })
})

test('a provider is named only where its AAGUID is known', () => {
  expect(providerOf({ aaguid: 'EA9B8D66-4D01-1D21-3CE4-B6B48CB575D4' })).toBe('Google Password Manager')
  expect(providerOf({ aaguid: '00000000-0000-0000-0000-000000000000' })).toBeNull()
})
