import fc from 'fast-check'
import type { z } from 'zod'

type Schema = z.core.$ZodType
/** Values that a member of this name needs to pass the first check, such as existing ids. */
export type Known = Record<string, readonly unknown[]>

/** Values that no schema asks for. */
export const junk: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, '', 0, -1, 1e308, [], {}, '__proto__', '\u0000', '../..', '🫀'),
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.double(),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
  ),
})).any

/** Values that fit a schema, or nearly fit where a check cannot be inverted. */
export function fitting(schema: Schema, known: Known = {}): fc.Arbitrary<unknown> {
  const of = (inner: Schema) => fitting(inner, known)
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(def.shape).map(([name, member]) => {
            const values = known[name]
            const own = fc.option(of(member), { nil: undefined, freq: 20 })
            return [name, values ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, own) : own]
          }),
        ),
      )
    case 'string':
      return stringOf(schema as z.core.$ZodString)
    case 'number':
      return fc.oneof(fc.nat(), fc.integer(), fc.maxSafeNat())
    case 'boolean':
      return fc.boolean()
    case 'literal':
      return fc.constantFrom(...def.values)
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries))
    case 'array':
      return fc.array(of(def.element), { maxLength: 4 })
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 20 }), of(def.valueType), { maxKeys: 3 })
    case 'pipe':
      return of(def.out)
    case 'union':
      return fc.oneof(...def.options.map(of))
    case 'optional':
    case 'nullable':
      return fc.option(of(def.innerType), { nil: def.type === 'nullable' ? null : undefined })
    default:
      return junk
  }
}

function stringOf(schema: z.core.$ZodString): fc.Arbitrary<string> {
  const { pattern, maximum = 64, minimum = 0 } = schema._zod.bag
  const patterns = [...(schema._zod.bag.patterns ?? [])]
  const [first = pattern] = patterns
  if (first instanceof RegExp) return fc.stringMatching(first, { maxLength: Math.min(Number(maximum), 200) })
  const maxLength = Math.min(Number(maximum), 200)
  return fc.oneof(
    fc.string({ minLength: Number(minimum), maxLength }),
    fc.string({ unit: 'grapheme', minLength: Number(minimum), maxLength: Math.min(20, maxLength) }),
  )
}

/** Values that fit a schema except at one place, or not at all. */
export const nearly = (schema: Schema, known: Known = {}): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fitting(schema, known) },
    { weight: 4, arbitrary: fc.tuple(fitting(schema, known), fc.nat(), junk).map(spoilt) },
    { weight: 1, arbitrary: junk },
  )

/** Puts `instead` somewhere into a value. */
function spoilt([value, where, instead]: [unknown, number, unknown]): unknown {
  if (typeof value !== 'object' || value === null) return instead
  const copy: Record<string, unknown> = { ...value }
  const names = [...Object.keys(copy), 'unknown_member']
  const name = names[where % names.length] ?? ''
  copy[name] = where % 3 === 0 ? instead : spoilt([copy[name], Math.floor(where / 3), instead])
  return Array.isArray(value) ? Object.values(copy) : copy
}
