import { globSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { quoted, readFigures, table } from '../mutation/figures.ts'
import { PARTS, partNames } from '../mutation/parts.ts'
import { ROOT } from '../support/sources.ts'

const files = (patterns: string[]) => {
  const excluded = patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1))
  const wanted = patterns.filter((one) => !one.startsWith('!'))
  const without = new Set(globSync(excluded, { cwd: ROOT }))
  return globSync(wanted, { cwd: ROOT }).filter((path) => !without.has(path))
}

describe('mutation testing', () => {
  test('changes each file of rules, services, feed, who is asking, store and decisions, in one part', () => {
    const changed = partNames.flatMap((name) => files(PARTS[name].mutate))
    const all = files([
      'api/{domain,services,feed,auth}/**/*.ts',
      'api/store/{people,records,feeds}/**/*.ts',
      'api/store/*.ts',
      '!api/store/schema.ts',
      'web/data/decision/**/*.ts',
    ])
    expect(changed.toSorted()).toEqual(all.toSorted())
  })

  test.for(partNames)('asks only test files that are there: %s', (name) => {
    expect(PARTS[name].tests.filter((pattern) => files([pattern]).length === 0)).toEqual([])
  })

  test('states in its README what was measured, as it was measured', () => {
    expect(quoted()).toBe(table(readFigures()))
  })
})
