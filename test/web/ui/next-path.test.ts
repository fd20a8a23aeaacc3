import { expect, test } from 'vitest'
import { nextPath } from '../../../web/features/identity/next-path.ts'

test('after signing in a person goes on to a page of this site', () => {
  expect(nextPath('/history/abc?x=1')).toBe('/history/abc?x=1')
})

test.each([
  null,
  '',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/',
])('and to P4 when the address says %s', (asked) => {
  expect(nextPath(asked)).toBe('/status')
})
