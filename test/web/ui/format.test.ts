import { expect, test } from 'vitest'
import { createFormat } from '../../../web/text/format.ts'

const ja = createFormat('ja')
const en = createFormat('en')

test('a day is told with its era and its year', () => {
  expect(ja.date('2026-11-24')).toBe('令和8年11月24日(2026年)')
  expect(ja.date('2019-05-01')).toBe('令和元年5月1日(2019年)')
  expect(ja.date('1989-01-07')).toBe('昭和64年1月7日(1989年)')
  expect(en.date('2026-11-24')).toBe('24 November 2026')
})

test('times are those of Japan', () => {
  expect(ja.dateTime('2026-11-23T15:30:00Z')).toBe('令和8年11月24日(2026年) 午前0:30')
  expect(en.dateTime('2026-11-23T15:30:00Z')).toBe('24 November 2026 12:30 am')
})

test('a moment of today needs no day', () => {
  const now = new Date('2026-11-24T03:00:00Z')
  expect(en.moment('2026-11-24T02:05:00Z', now)).toBe('11:05 am')
  expect(en.moment('2026-11-25T02:05:00Z', now)).toBe('25 November 2026 11:05 am')
})

test('a wait is told in seconds, then in minutes, rounded up', () => {
  expect([ja.wait(5), ja.wait(61)]).toEqual(['5秒', '2分'])
  expect([en.wait(1), en.wait(60)]).toEqual(['1 second', '1 minute'])
})
