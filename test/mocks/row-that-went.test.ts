import { expect, test } from 'vitest'
import { type Extract, rowThatWent } from '../../mocks/demo/linking.ts'
import type { ExtractReport } from '../../mocks/linker/report.ts'

const extract = (rows: string[], rows_out = rows.length): Extract => ({
  rows,
  report: { rows_out } as ExtractReport,
  printed: '',
})
const BEFORE = extract(['a,1,2', 'b,3,4', 'c,5,6'])

test('of two extracts, the row that went is told', () => {
  expect(rowThatWent(BEFORE, extract(['a,1,2', 'c,5,6']), 'b')).toBe('b,3,4')
})

test.for([
  ['no row less', BEFORE, 'b', /not one less than 3/],
  ['two rows less', extract(['a,1,2']), 'b', /has 1 rows, not one less/],
  ['a row of somebody else less', extract(['a,1,2', 'c,5,6']), 'a', /not that of the person/],
  ['a person whose ID begins alike', extract(['a,1,2', 'c,5,6']), '', /not that of the person/],
  ['one row less, and another one changed', extract(['a,1,2', 'c,5,7']), 'b', /2 rows of the extract/],
  ['a report that counts otherwise', extract(['a,1,2', 'c,5,6'], 3), 'b', /A report counts 3 rows/],
] as const)('of two extracts, %s is a fault', ([, after, id, fault]) => {
  expect(() => rowThatWent(BEFORE, after, id)).toThrow(fault)
})
