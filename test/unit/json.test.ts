import { describe, expect, test } from 'vitest'
import { readJson, tryJson } from '../../api/domain/json.ts'

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

/** Deep at first, and shallow at its end. */
const beside = (depth: number) => `[${nested(depth)},[]]`

describe('JSON of others', () => {
  test('is parsed up to 32 levels deep', () => {
    const wide = JSON.stringify({ many: Array.from({ length: 1000 }, () => ({ a: [1] })) })
    for (const text of [nested(32), beside(31), wide, '"[[[["', 'null', '{"a":{"b":[]}}'])
      expect(readJson(text)).toEqual(JSON.parse(text))
  })

  test('is refused where it is deeper, whatever is nested', () => {
    const objects = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`
    for (const text of [
      nested(33),
      beside(32),
      objects,
      nested(17, '[{"a":', '}]').replace(':}', ':1}'),
      nested(1_000_000),
    ])
      expect(() => readJson(text)).toThrow(new SyntaxError('nested deeper than 32'))
  })

  test('may hold any brackets in its strings', () => {
    const text = JSON.stringify([`${'['.repeat(100)}"\\"${'{'.repeat(100)}`, '\\', '"', '['.repeat(40)])
    expect(readJson(text)).toEqual(JSON.parse(text))
  })

  test('has as many members as are allowed, in all objects together', () => {
    const refused = new SyntaxError('more than 2 members')
    for (const text of ['{"a":1,"b":2}', '[{"a":1},{"b":{}}]', '{}', '["a","b","c","d","e","f"]'])
      expect(readJson(text, 2)).toEqual(JSON.parse(text))
    for (const text of ['{"a":1,"b":2,"c":3}', '{"a" :1,"b"\t:2,"c"\r\n :3}', '[{"a":{"b":1}},{"c":1}]'])
      expect(() => readJson(text, 2)).toThrow(refused)
    expect(() => readJson('{"a":1,"b":"\\":\\":"}', 2), 'in a string').toThrow(refused)
    expect(tryJson('{"a":1,"b":2,"c":3}', 2)).toBeUndefined()
    expect(tryJson('{"a":1,"b":2,"c":3}', 3)).toEqual({ a: 1, b: 2, c: 3 })
  })

  test('that is invalid gives undefined where that is asked for', () => {
    for (const text of ['', 'x', '[', nested(40)]) expect(tryJson(text)).toBeUndefined()
  })
})
