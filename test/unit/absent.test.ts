import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withoutNulls } from '../../api/contract/absent.ts'
import * as holder from '../../api/contract/holder.ts'
import * as kiosk from '../../api/contract/kiosk.ts'
import * as patient from '../../api/contract/patient.ts'
import { parse } from '../../api/http/body/validate.ts'

/** Every schema of what is sent to us, by name. */
const SCHEMAS = Object.entries<unknown>({ ...holder, ...kiosk, ...patient }).filter(
  (entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType,
)

/** Texts, one of which fits each text schema. */
const TEXTS = ['abc', 'research', '2026-10-01', '2f1acc6c-3c70-4d9d-8f8e-5d4a8c5ea0b4', 'A'.repeat(43)]

/** A value that fits a schema, with all optional members. */
function sampleOf(schema: z.core.$ZodType): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'pipe')
    return [sampleOf(def.out), '20'].find((value) => (schema as z.ZodType).safeParse(value).success)
  if (def.type === 'union') return sampleOf(def.options[0] as z.core.$ZodType)
  if (def.type === 'array') return [sampleOf(def.element)]
  if (def.type === 'record') return { anything: sampleOf(def.valueType) }
  if (def.type === 'object')
    return Object.fromEntries(Object.entries(def.shape).map(([name, member]) => [name, sampleOf(member)]))
  if ('innerType' in def) return sampleOf(def.innerType)
  return (
    [...TEXTS, 1, true, 'public-key'].find((value) => (schema as z.ZodType).safeParse(value).success) ??
    firstOf(def)
  )
}

const firstOf = (def: object): unknown =>
  'values' in def
    ? (def.values as unknown[])[0]
    : 'entries' in def
      ? Object.values(def.entries as object)[0]
      : null

type Place = { path: string[]; nullable: boolean }

/** The optional members of a schema, at any depth except within lists. */
function optionalMembers(schema: z.core.$ZodType, path: string[] = []): Place[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'pipe') return optionalMembers(def.out, path)
  if (def.type === 'record') return optionalMembers(def.valueType, [...path, 'anything'])
  if ('innerType' in def) return optionalMembers(def.innerType, path)
  if (def.type !== 'object') return []
  return Object.entries(def.shape).flatMap(([name, member]) => {
    const here = [...path, name]
    const takes = (value: unknown) => (member as z.ZodType).safeParse(value).success
    const own = takes(undefined) ? [{ path: here, nullable: takes(null) }] : []
    return [...own, ...optionalMembers(member, here)]
  })
}

/** A value with `leaf` at a path, or without the member there. */
function put(value: unknown, [name = '', ...rest]: string[], leaf: unknown): unknown {
  const copy: Record<string, unknown> = { ...(value as object) }
  if (rest.length > 0) copy[name] = put(copy[name] ?? {}, rest, leaf)
  else if (leaf === undefined) delete copy[name]
  else copy[name] = leaf
  return copy
}

const PLACES = SCHEMAS.flatMap(([name, schema]) =>
  optionalMembers(schema).map((place) => ({ title: `${name}.${place.path.join('.')}`, schema, ...place })),
)

describe('null means absent', () => {
  test('is tested with every optional member of every schema', () => {
    const titles = PLACES.map(({ title }) => title)
    for (const known of [
      'LinkageLine.notified_on',
      'TokenLine.ref',
      'PollBody.setErrs.anything.description',
      'StreamChange.delivery',
      'StatusBody.reason',
      'VerifyBody.state',
      'DecisionsQuery.before',
      'PasskeyOptionsBody.recover',
    ])
      expect(titles).toContain(known)
  })

  test.each(PLACES)('in $title', ({ schema, path, nullable }) => {
    const sample = put(sampleOf(schema), path, undefined)
    const [absent, asNull] = [parse(schema, sample), parse(schema, put(sample, path, null))]
    if (nullable) expect(put(asNull, path, undefined)).toEqual(put(absent, path, undefined))
    else expect(asNull).toStrictEqual(absent)
  })

  test('but for a required member it is a fault, and where null has a meaning it stays', () => {
    const schema = z.strictObject({
      demanded: z.string().optional().or(z.number()),
      kept: z.string().nullish(),
      list: z.array(z.strictObject({ a: z.string().optional(), b: z.string() })),
    })
    const value = { demanded: null, kept: null, list: [{ a: null, b: 'b' }, { b: null }], other: null }
    expect(withoutNulls(schema, value)).toEqual({
      kept: null,
      list: [{ b: 'b' }, { b: null }],
      other: null,
    })
    const union = z.union([
      z.strictObject({ a: z.string(), b: z.string().optional() }),
      z.strictObject({ a: z.string().optional(), c: z.string() }),
    ])
    expect(withoutNulls(union, { a: null, b: null, c: 'c' })).toEqual({ a: null, c: 'c' })
    expect(withoutNulls(schema, null)).toBeNull()
    expect(withoutNulls(z.string(), null)).toBeNull()
  })

  test('and a value without such nulls is not copied', () => {
    const value = { ack: ['a'], setErrs: { a: { err: 'b' } } }
    expect(withoutNulls(holder.PollBody, value)).toBe(value)
  })
})
