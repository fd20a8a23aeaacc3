import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../support/sources.ts'

const PAGE = readFileSync(join(ROOT, 'test', 'security', 'asvs.md'), 'utf8')

type Row = { item: string; level: string; asks: string; met: string }

const rowsOf = (page: string): Row[] =>
  [...page.matchAll(/^\| (\d[\d.]*) \| (\d) \| (.*?) \| (.*) \|$/gm)].map(
    ([, item = '', level = '', asks = '', met = '']) => ({ item, level, asks, met }),
  )
/** Files and folders that a text names; what begins with a slash or an underscore is no path of ours. */
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w.][\w./-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.startsWith('__'))

const rows = rowsOf(PAGE)

describe('the table of ASVS', () => {
  test('has each item once, in order, of level 1 or 2', () => {
    expect(rows.length).toBeGreaterThan(150)
    const order = (item: string) => item.split('.').reduce((sum, part) => sum * 100 + Number(part), 0)
    const items = rows.map(({ item }) => order(item))
    expect(items).toEqual([...new Set(items)].sort((a, b) => a - b))
    expect(new Set(rows.map(({ level }) => level))).toEqual(new Set(['1', '2']))
  })

  test('names a file for each item, or says that it is not met', () => {
    const empty = rows.filter(({ met }) => pathsIn(met).length === 0 && !met.includes('**not met**'))
    expect(empty).toEqual([])
  })

  test('names only files that exist', () => {
    expect([...new Set(pathsIn(PAGE))].filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  test('would not pass with a file that is missing', () => {
    const [row] = rowsOf('| 1.1.1 | 2 | a | `api/nowhere.ts` |')
    expect(pathsIn(row?.met ?? '').filter((path) => existsSync(join(ROOT, path)))).toEqual([])
  })
})
