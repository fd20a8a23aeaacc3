// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { Display } from '../../../web/features/settings/Display.tsx'
import { render, tap } from './support/render.tsx'

const { dataset } = document.documentElement

beforeEach(() => {
  localStorage.clear()
  vi.resetModules()
})

/** Does what the entry does when the app is opened again on this device. */
async function open() {
  delete dataset.textSize
  const { applyTextSize } = await import('../../../web/data/device/text-size.ts')
  applyTextSize()
  return dataset.textSize
}

test('text has the browser’s size until somebody chooses one', async () => {
  expect(await open()).toBe('standard')
})

test('a chosen size applies at once, and after reopening the app', async () => {
  const page = await render(<Display within="page" />)
  await tap(page, 'input[value=largest]')
  expect(dataset.textSize).toBe('largest')
  expect(page.querySelector<HTMLInputElement>('input[value=largest]')?.checked).toBe(true)
  expect(await open()).toBe('largest')
})

test('a stored value that is no size is ignored', async () => {
  localStorage.setItem('text-size', 'huge')
  expect(await open()).toBe('standard')
})
