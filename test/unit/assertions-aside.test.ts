import { beforeEach, describe, expect, test } from 'vitest'
import { createAssertionsAside } from '../../api/auth/assertions-aside.ts'

let now = 0
const clock = { now: () => new Date(now), monotonic: () => now }
const assertion = (jti: string, client_id = 'holder') => ({ client_id, jti, expires_at: 1_000 })

beforeEach(() => {
  now = 0
})

describe('an assertion that only this process knows of', () => {
  test('is used once', () => {
    const aside = createAssertionsAside({ clock })
    expect(aside.has(assertion('a'))).toBe(false)
    expect(aside.use(assertion('a'))).toBe(true)
    expect(aside.has(assertion('a'))).toBe(true)
    expect(aside.use(assertion('a'))).toBe(false)
  })

  test('is not that of another client, or another of the same', () => {
    const aside = createAssertionsAside({ clock })
    aside.use(assertion('a'))
    expect(aside.has(assertion('a', 'other'))).toBe(false)
    expect(aside.use(assertion('a', 'other'))).toBe(true)
    expect(aside.use(assertion('b'))).toBe(true)
  })

  test('is remembered until it has expired, and no longer', () => {
    const aside = createAssertionsAside({ clock })
    aside.use(assertion('a'))
    now = 1_000
    expect(aside.use({ ...assertion('b'), expires_at: 5_000 })).toBe(true)
    expect(aside.has(assertion('a')), 'in the moment in which it expires').toBe(true)
    now = 1_001
    aside.use({ ...assertion('c'), expires_at: 5_000 })
    expect(aside.has(assertion('a'))).toBe(false)
    expect(aside.has(assertion('b'))).toBe(true)
  })

  test('is refused where as many are remembered as may be, until one of them has expired', () => {
    const aside = createAssertionsAside({ clock }, 10)
    for (let used = 0; used < 10; used++) expect(aside.use(assertion(String(used)))).toBe(true)
    expect(aside.use(assertion('one too many'))).toBe(false)
    expect(aside.has(assertion('one too many'))).toBe(false)
    expect(aside.has(assertion('0')), 'none is forgotten for it').toBe(true)
    now = 1_001
    expect(aside.use(assertion('one too many'))).toBe(true)
  })
})
