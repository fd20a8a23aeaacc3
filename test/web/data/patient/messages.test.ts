// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Message } from '../../../../api/contract/messages.ts'
import { renderHook } from '../support/render-hook.ts'

const message = (id: string, read_at: string | null = null): Message => ({
  id,
  at: '2026-11-24T01:00:00Z',
  kind: 'linked',
  read_at,
})

/** Opens a fresh page; `fails` says how the service refuses to mark a message. */
async function openPage(fails: Record<string, 'not-found' | 'offline'> = {}) {
  vi.resetModules()
  const { api } = await import('../../../../web/data/http/api.ts')
  const { ApiError } = await import('../../../../web/data/http/failure.ts')
  const messages = await import('../../../../web/data/patient/messages.ts')
  const read = vi.spyOn(api, 'readMessage').mockImplementation(async (id) => {
    const code = fails[id]
    if (code) throw new ApiError(code)
  })
  const list = vi
    .spyOn(api, 'messages')
    .mockResolvedValue({ messages: [message('new'), message('old', '2026-11-24T02:00:00Z')], unread: 1 })
  return { ...messages, list, marked: () => read.mock.calls.map(([id]) => id), fails }
}
const painted = () => act(() => new Promise((resolve) => setTimeout(resolve, 100)))
const visibility = (state: DocumentVisibilityState) =>
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)

afterEach(() => vi.restoreAllMocks())

describe('messages that are shown', () => {
  const shown = [message('a'), message('read', '2026-11-24T02:00:00Z'), message('gone'), message('b')]

  test('are marked once each, unless they were read before; one that is gone stops nothing', async () => {
    const page = await openPage({ gone: 'not-found' })
    await renderHook(() => page.useMarkShown(shown), undefined)
    await painted()
    expect(page.marked()).toEqual(['a', 'gone', 'b'])
  })

  test('are not marked before somebody can see them', async () => {
    const page = await openPage()
    const hidden = visibility('hidden')
    await renderHook(() => page.useMarkShown(shown), undefined)
    await painted()
    expect(page.marked()).toEqual([])
    hidden.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    await painted()
    expect(page.marked()).toEqual(['a', 'gone', 'b'])
  })

  test('without the network wait until it is back', async () => {
    const page = await openPage({ a: 'offline' })
    await renderHook(() => page.useMarkShown(shown), undefined)
    await painted()
    expect(page.marked()).toEqual(['a'])
    delete page.fails.a
    window.dispatchEvent(new Event('online'))
    await painted()
    expect(page.marked()).toEqual(['a', 'a', 'gone', 'b'])
  })
})

test('new messages are those that nobody has read; a look that fails leaves what is shown', async () => {
  const page = await openPage()
  const hook = await renderHook(() => page.useUnread('1'), undefined)
  await painted()
  expect(hook.last()?.map(({ id }) => id)).toEqual(['new'])
  page.list.mockRejectedValue(new Error('offline'))
  window.dispatchEvent(new Event('online'))
  await painted()
  expect(hook.last()?.map(({ id }) => id)).toEqual(['new'])
})
