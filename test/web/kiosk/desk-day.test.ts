import { expect, test } from 'vitest'
import { dayOf } from '../../../web/kiosk/forms/day.ts'

test.each([
  ['ja', '令和8年11月30日'],
  ['ja-easy', '2026年11月30日'],
  ['en', '30 November 2026'],
] as const)('a form was entered on the day that it was in Japan (%s)', (catalogue, day) => {
  expect(dayOf('2026-11-29T15:00:00.000Z', { catalogue })).toBe(day)
  expect(dayOf('2026-11-30T14:59:59.999Z', { catalogue })).toBe(day)
})
