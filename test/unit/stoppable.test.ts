import { describe, expect, test } from 'vitest'
import {
  bodyHash,
  coveredBy,
  isStoppable,
  publicDatabase,
  shown,
  stoppable,
} from '../../api/domain/decision.ts'
import { unreachable } from '../../api/domain/reach.ts'
import { databaseOf } from '../support/catalogue.ts'

const A = databaseOf({ id: 'a' })
const B = databaseOf({ id: 'b', opt_out: 'by-consent', purposes: ['research'] })
const LAW = databaseOf({ id: 'law', opt_out: 'not-by-law' })
const FAR = databaseOf({ id: 'far', feed: false })
const ALL = [A, B, LAW, FAR]

describe('a database', () => {
  test('can be stopped where the law lets a patient, and its holder reads our feed', () =>
    expect(ALL.map(isStoppable)).toEqual([true, true, false, false]))

  test('that could be stopped once is described as it was', () => {
    expect([stoppable(A), stoppable(B)]).toEqual([A, B])
    for (const one of [LAW, FAR]) expect(stoppable(one)).toEqual({ ...one, feed: true, opt_out: 'available' })
  })

  test('is shown without its former names and the way in which it is told', () => {
    const { feed, ...rest } = A
    const old = { ...A, former_names: [{ ja: 'old', en: 'old' }] }
    expect(publicDatabase(old)).toStrictEqual({ ...rest, stoppable: true })
    expect(publicDatabase(FAR)).not.toHaveProperty('feed')
    expect(publicDatabase(FAR)).toMatchObject({ id: 'far', stoppable: false })
  })

  test('is covered for each of its purposes', () =>
    expect(coveredBy(ALL)).toEqual([
      { database_id: 'a', purpose: 'research' },
      { database_id: 'a', purpose: 'industry' },
      { database_id: 'b', purpose: 'research' },
    ]))
})

test('a patient sees a token as usable, waiting or stopped', () =>
  expect((['usable', 'waiting', 'revoked', 'removed'] as const).map(shown)).toEqual([
    'usable',
    'waiting',
    'stopped',
    'stopped',
  ]))

test('a body has one hash, however it is written', () => {
  expect(bodyHash(JSON.parse('{"b":[1],"a":"x"}'))).toBe(bodyHash({ a: 'x', b: [1] }))
  expect(bodyHash({ a: 'x' })).not.toBe(bodyHash({ a: 'y' }))
  // SHA-256 of `{}`.
  expect(bodyHash({})).toBe('RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o')
})

describe('a scope can be decided about', () => {
  const why = (scope: Parameters<typeof unreachable>[0]) => unreachable(scope, ALL, 'decision.scope.')

  test('where it covers something', () => {
    expect(why({ all: true })).toBeNull()
    expect(why({ purpose: 'industry' })).toBeNull()
    expect(why({ database: 'a' })).toBeNull()
    expect(why({ database: 'a', purpose: 'industry' })).toBeNull()
    expect(why({ databases: ['a', 'b'] })).toBeNull()
  })

  test('and not where it names an unknown database, or covers nothing', () => {
    expect(why({ database: 'x' })).toEqual({ code: 'unknown-database' })
    expect(why({ database: 'x', purpose: 'industry' })).toEqual({ code: 'unknown-database' })
    for (const scope of [
      { database: 'law' },
      { database: 'far' },
      { database: 'b', purpose: 'industry' },
      { purpose: 'policy' },
    ] as const)
      expect(why(scope)).toEqual({ code: 'not-stoppable' })
    expect(unreachable({ all: true }, [LAW, FAR], '')).toEqual({ code: 'not-stoppable' })
  })

  test('and of several databases each must be known, and each be covered', () => {
    const unknown = (place: number) => ({
      path: `decision.scope.databases.${place}`,
      message: 'must be a database of the catalogue',
    })
    expect(why({ databases: ['a', 'law', 'x', 'y'] })).toEqual({
      code: 'unknown-database',
      issues: [unknown(2), unknown(3)],
    })
    expect(why({ databases: ['a', 'far', 'law'] })).toEqual({
      code: 'not-stoppable',
      issues: [
        { path: 'decision.scope.databases.1', message: 'far cannot be stopped here' },
        { path: 'decision.scope.databases.2', message: 'law cannot be stopped here' },
      ],
    })
  })
})
