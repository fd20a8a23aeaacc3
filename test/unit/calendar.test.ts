import { describe, expect, it } from 'vitest'
import { addDays, dayInJapan, timestamp } from '../../api/domain/calendar.ts'

describe('a day in Japan', () => {
  it('begins at 15:00 UTC of the day before', () => {
    expect(dayInJapan(new Date('2026-11-24T14:59:59.999Z'))).toBe('2026-11-24')
    expect(dayInJapan(new Date('2026-11-24T15:00:00.000Z'))).toBe('2026-11-25')
    expect(dayInJapan(new Date('2026-12-31T15:00:00.000Z'))).toBe('2027-01-01')
  })

  it.for([
    ['2026-11-24', 0, '2026-11-24'],
    ['2026-11-24', 30, '2026-12-24'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ] as const)('%s and %i days is %s', ([day, days, expected]) => expect(addDays(day, days)).toBe(expected))
})

it('a timestamp is RFC 3339 in UTC', () => expect(timestamp(0)).toBe('1970-01-01T00:00:00.000Z'))
