import { expect, it } from 'vitest'
import { createBreakers } from '../../api/push/breaker.ts'

const MINUTE = 60_000

it('five failures in a row let nothing through for a while, then one attempt at a time', () => {
  let now = 0
  const breakers = createBreakers(() => now)
  for (let failures = 0; failures < 5; failures++) {
    expect(breakers.mayTry('a')).toBe(true)
    breakers.note('a', false)
  }
  expect(breakers.mayTry('a')).toBe(false)
  expect(breakers.mayTry('b'), 'each push service for itself').toBe(true)
  now = 5 * MINUTE
  expect([breakers.mayTry('a'), breakers.mayTry('a')]).toEqual([true, false])
  breakers.note('a', false)
  now = 9 * MINUTE
  expect(breakers.mayTry('a')).toBe(false)
  now = 10 * MINUTE
  expect(breakers.mayTry('a')).toBe(true)
  breakers.note('a', true)
  expect([breakers.mayTry('a'), breakers.mayTry('a')]).toEqual([true, true])
})

it('an answer ends the row', () => {
  const breakers = createBreakers(() => 0)
  for (let attempts = 0; attempts < 20; attempts++) breakers.note('a', attempts % 5 === 4)
  expect(breakers.mayTry('a')).toBe(true)
})
