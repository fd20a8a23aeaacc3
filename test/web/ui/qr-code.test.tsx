// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { QrCode } from '../../../web/ui/QrCode.tsx'
import { render } from './support/render.tsx'

test.each([
  [500, '', true],
  [2954, 'no code', false],
])('a value of %d bytes: says "%s"', async (length, says, drawn) => {
  const page = await render(<QrCode value={'x'.repeat(length)} label="code" instead="no code" />)
  await vi.waitUntil(
    async () => {
      await act(async () => {})
      return page.querySelector('svg, p')
    },
    { timeout: 15_000 },
  )
  expect([page.textContent, page.querySelector('svg') !== null]).toEqual([says, drawn])
})
