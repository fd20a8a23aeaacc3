// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEAF_MS, DRIFT_PX, listenToHands } from '../../../web/kiosk/hands/hands.ts'

let stop = () => {}
let pressed: string[] = []

beforeEach(() => {
  pressed = []
  document.body.innerHTML = '<main></main>'
  stop = listenToHands()
})
afterEach(() => stop())

/** Shows a button. Resolves when the page has noticed it. */
async function show(name: string): Promise<HTMLButtonElement> {
  const button = document.createElement('button')
  button.addEventListener('click', () => pressed.push(name))
  document.querySelector('main')?.replaceChildren(button)
  await new Promise((next) => setTimeout(next))
  return button
}
const later = (ms: number) => new Promise((next) => setTimeout(next, ms))

const at = (target: HTMLElement, x: number) => ({ target, clientX: x, clientY: 0 })
const event = (type: string, init: object) =>
  Object.assign(new Event(type, { bubbles: true, cancelable: true }), init)

const fingerDown = (button: HTMLElement) =>
  button.dispatchEvent(event('touchstart', { touches: [at(button, 0)] }))

/** As in a browser, a small drift also makes a click, on what is there when the finger goes up. */
function fingerUp(button: HTMLElement, drift: number) {
  const up = event('touchend', { touches: [], changedTouches: [at(button, drift)] })
  button.dispatchEvent(up)
  if (!up.defaultPrevented && drift < 15) button.click()
}

/** Moves a finger down on a button and up elsewhere. */
function touch(button: HTMLElement, drift: number) {
  fingerDown(button)
  fingerUp(button, drift)
}

describe('a touch', () => {
  test.for([0, 18, DRIFT_PX])(
    'that drifts by %i px presses once the control on which it came down',
    async (drift) => {
      const button = await show('next')
      await later(DEAF_MS + 50)
      touch(button, drift)
      expect(pressed).toEqual(['next'])
    },
  )

  test('that drifts further is a scroll', async () => {
    const button = await show('next')
    await later(DEAF_MS + 50)
    touch(button, DRIFT_PX + 1)
    expect(pressed).toEqual([])
  })
})

describe('a control that has just appeared', () => {
  const isDeaf = () => 'deaf' in document.documentElement.dataset

  test('takes no pointer for half a second', async () => {
    await show('first')
    expect(isDeaf()).toBe(true)
    const second = await show('second')
    touch(second, 20)
    expect(pressed).toEqual([])
    await later(DEAF_MS + 50)
    expect(isDeaf()).toBe(false)
    touch(second, 20)
    expect(pressed).toEqual(['second'])
  })

  test('takes no touch that began while it took none', async () => {
    const button = await show('first')
    fingerDown(button)
    await later(DEAF_MS + 50)
    fingerUp(button, 0)
    expect(pressed).toEqual([])
    touch(button, 0)
    expect(pressed).toEqual(['first'])
  })

  test('is not new where only words changed', async () => {
    const button = await show('first')
    await later(DEAF_MS + 50)
    button.textContent = 'other words'
    await later(0)
    expect(isDeaf()).toBe(false)
  })

  test('is not pressed by a finger that came down before it appeared', async () => {
    const first = await show('first')
    await later(DEAF_MS + 50)
    const start = Object.assign(new Event('touchstart', { bubbles: true }), {
      touches: [{ target: first, clientX: 0, clientY: 0 }],
    })
    first.dispatchEvent(start)
    const second = await show('second')
    await later(DEAF_MS + 50)
    const end = Object.assign(new Event('touchend', { bubbles: true, cancelable: true }), {
      changedTouches: [{ target: first, clientX: 0, clientY: 0 }],
    })
    document.body.dispatchEvent(end)
    expect([pressed, second.isConnected]).toEqual([[], true])
  })
})

test('a mouse released beside a button presses it', async () => {
  const button = await show('next')
  await later(DEAF_MS + 50)
  const at = (type: string, clientX: number) =>
    Object.assign(new Event(type, { bubbles: true }), { pointerType: 'mouse', clientX, clientY: 0 })
  button.dispatchEvent(at('pointerdown', 0))
  document.body.dispatchEvent(at('pointerup', 20))
  expect(pressed).toEqual(['next'])
})
