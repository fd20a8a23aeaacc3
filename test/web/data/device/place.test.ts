// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hidePlace, placeOf, setFront, showPlace } from '../../../../web/data/device/discreet/place.ts'

const here = () => `${placeOf().pathname}${placeOf().search}${placeOf().hash}`
const shown = () => `${location.pathname}${location.search}${location.hash}`

beforeEach(() => {
  history.replaceState(null, '', '/status')
  setFront('/')
})
afterEach(showPlace)

test('an address that is hidden is that of the front, and the page still knows where it is', () => {
  history.pushState({ mark: 1 }, '', '/databases/a?from=b#c')
  const entries = history.length
  hidePlace()
  expect([here(), shown(), history.state]).toEqual(['/databases/a?from=b#c', '/', { mark: 1 }])
  history.pushState({ mark: 2 }, '', '/choose?scope=all')
  history.replaceState({ mark: 3 }, '', '?scope=one')
  expect([here(), shown(), history.state]).toEqual(['/choose?scope=one', '/', { mark: 3 }])
  history.replaceState({ mark: 4 }, '')
  expect(here()).toBe('/choose?scope=one')
  expect(history.length).toBe(entries)
})

test('what was hidden is shown again, and entries are added again', () => {
  hidePlace()
  hidePlace()
  history.pushState({ mark: 1 }, '', '/settings')
  showPlace()
  showPlace()
  expect([here(), shown(), history.state]).toEqual(['/settings', '/settings', { mark: 1 }])
  const entries = history.length
  history.pushState(null, '', '/status')
  expect([here(), shown(), history.length]).toEqual(['/status', '/status', entries + 1])
})
