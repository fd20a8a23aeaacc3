import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PollBody } from '../../api/contract/holder.ts'
import { AuthenticationResponse } from '../../api/contract/patient.ts'
import { parse } from '../../api/http/body/validate.ts'
import { ProblemError } from '../../api/problem.ts'

/** Values under names or numbers, and which of them were accessed. */
function watched<T extends object>(entries: T) {
  const seen = new Set<PropertyKey>()
  const value = new Proxy(entries, {
    get(target, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) seen.add(name)
      return Reflect.get(target, name)
    },
  })
  return { value, seen }
}

const wrong = (count: number) => Array.from({ length: count }, () => 5)
const named = (count: number) => ({ ...wrong(count) })

function issuesOf(schema: z.ZodType, value: unknown): { path: string; message: string }[] {
  try {
    parse(schema, value)
  } catch (error) {
    if (error instanceof ProblemError) return error.issues ?? []
    throw error
  }
  throw new Error('was taken')
}

describe('a list or record with too many entries is refused before any is checked', () => {
  test.each([
    ['setErrs', PollBody, named(60_000)],
    ['ack', PollBody, wrong(60_000)],
    ['clientExtensionResults', AuthenticationResponse, named(33)],
  ])('%s', (name, schema, entries) => {
    const { value, seen } = watched(entries)
    const { issues = [] } = schema.safeParse({ [name]: value }).error ?? {}
    expect(issues.find(({ path }) => path[0] === name)).toMatchObject({ code: 'too_big', path: [name] })
    expect(seen.size).toBe(0)
  })
})

test.each([
  ['setErrs', named(1000)],
  ['ack', wrong(10_000)],
])('the first invalid entry of %s ends the check', (name, entries) => {
  const { value } = watched(entries)
  const { error } = PollBody.safeParse({ [name]: value })
  expect(error?.issues).toHaveLength(1)
  expect(error?.issues[0]).toMatchObject({ code: 'invalid_type', path: [name, name === 'ack' ? 0 : '0'] })
})

test('the allowed number of entries is accepted', () => {
  const ack = Array.from({ length: 10_000 }, (_, i) => `jti-${i}`)
  const setErrs = Object.fromEntries(ack.slice(0, 1000).map((jti) => [jti, { err: 'invalid_key' }]))
  expect(parse(PollBody, { ack, setErrs })).toEqual({ ack, setErrs })
})

test('a path is named once, whatever is wrong below it', () => {
  const schema = z.object({ names: z.record(z.string(), z.string()), other: z.string() })
  expect(issuesOf(schema, { names: named(500) })).toEqual([
    { path: 'names', message: 'must be string' },
    { path: 'other', message: 'must be string' },
  ])
})

test('an answer names twenty paths', () => {
  const issues = issuesOf(z.object({ all: z.array(z.string()) }), { all: wrong(10_000) })
  expect(issues).toHaveLength(20)
  expect(issues[19]?.path).toBe('all.19')
})
