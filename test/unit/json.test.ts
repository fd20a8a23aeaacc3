import { describe, expect, test } from 'vitest'
import { readJson, tryJson } from '../../api/domain/json.ts'

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

describe('JSON of others', () => {
  test('is parsed up to 32 levels deep', () => {
    const wide = JSON.stringify({ many: Array.from({ length: 1000 }, () => ({ a: [1] })) })
    for (const text of [nested(32), wide, '"[[[["', 'null', '{"a":{"b":[]}}'])
      expect(readJson(text)).toEqual(JSON.parse(text))
  })

  test('is refused where it is deeper, whatever is nested', () => {
    const objects = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`
    for (const text of [
      nested(33),
      objects,
      nested(17, '[{"a":', '}]').replace(':}', ':1}'),
      nested(1_000_000),
    ])
      expect(() => readJson(text)).toThrow(SyntaxError)
  })

  test('may hold any brackets in its strings', () => {
    const text = JSON.stringify([`${'['.repeat(100)}"\\"${'{'.repeat(100)}`, '\\', '"', '['.repeat(40)])
    expect(readJson(text)).toEqual(JSON.parse(text))
  })

  test('that is invalid gives undefined where that is asked for', () => {
    for (const text of ['', 'x', '[', nested(40)]) expect(tryJson(text)).toBeUndefined()
  })
})
