import { expect, it } from 'vitest'
import { repeatedHeader } from '../../api/http/once-only.ts'

it('finds a repeated header in any spelling', () => {
  expect(repeatedHeader(['Host', 'a', 'ACCEPT', 'x', 'accept', 'y', 'hOST', 'a'])).toBe('host')
  expect(repeatedHeader(['X-A', 'Host', 'Host', 'host', 'Cookie', 'a=1', 'Cookie', 'b=2'])).toBeNull()
})
