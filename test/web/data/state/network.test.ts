// @vitest-environment happy-dom
import { act, createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'

test('a browser that reports no network is believed until the server answers, and again at its next report', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const { useOnline } = await import('../../../../web/data/state/network.ts')
  const { requestJson } = await import('../../../../web/data/http/request.ts')
  const seen: boolean[] = []
  const Seen = () => {
    seen.push(useOnline())
    return null
  }
  const root = createRoot(document.createElement('div'))
  await act(() => root.render(createElement(Seen)))
  expect(seen.at(-1)).toBe(false)

  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no network')))
  await act(() => requestJson('/api/session').catch(() => {}))
  expect(seen.at(-1)).toBe(false)

  vi.stubGlobal('fetch', async () => Response.json({}))
  await act(() => requestJson('/api/session'))
  expect(seen.at(-1)).toBe(true)

  await act(() => window.dispatchEvent(new Event('offline')))
  expect(seen.at(-1)).toBe(false)
  await act(() => root.unmount())
})
