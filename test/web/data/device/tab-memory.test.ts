// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyDraft } from '../../../../web/data/decision/draft.ts'
import {
  isDeviceUsed,
  markDeviceOwned,
  markDeviceUnused,
  markDeviceUsed,
} from '../../../../web/data/device/device-used.ts'
import { forgetTab, lastDraft, rememberDraft } from '../../../../web/data/device/tab-memory.ts'

const draft = { ...emptyDraft(''), choice: 'stop' as const }

function block() {
  const blocked = () => {
    throw new DOMException('blocked', 'SecurityError')
  }
  vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked, removeItem: blocked })
  vi.stubGlobal('sessionStorage', { getItem: blocked, setItem: blocked, removeItem: blocked })
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  markDeviceUnused()
  forgetTab()
})

describe.each([
  ['kept by the browser', () => {}],
  ['kept by the page, where storage is blocked', block],
])('a draft %s', (_, prepare) => {
  beforeEach(prepare)

  test('is there when its owner returns after the session ended', () => {
    markDeviceOwned('a')
    rememberDraft(draft)
    markDeviceOwned('a')
    expect(lastDraft()).toEqual(draft)
  })

  test('is shown to nobody else who signs in, in this tab or another', () => {
    markDeviceOwned('a')
    rememberDraft(draft)
    markDeviceOwned('b')
    expect(lastDraft()).toBeNull()
  })

  test('goes when the tab is cleared', () => {
    markDeviceOwned('a')
    rememberDraft(draft)
    forgetTab()
    expect(lastDraft()).toBeNull()
  })
})

test('proofing marks a device as used, and does not change its owner', () => {
  expect(isDeviceUsed()).toBe(false)
  markDeviceUsed()
  expect(isDeviceUsed()).toBe(true)
  markDeviceOwned('a')
  rememberDraft(draft)
  markDeviceUsed()
  expect(lastDraft()).toEqual(draft)
})
