import type { z } from 'zod'

type Schema = z.core.$ZodType
/** Removes the nulls that mean absence from a value; returns the same value where it has none. */
type Drop = (value: unknown) => unknown

/** Entries of a list or record that are checked: no list of objects may be longer. */
const MOST_ENTRIES = 1000

const drops = new WeakMap<Schema, Drop | null>()

/**
 * A value without its optional members that are null, at any depth. Serialisers of Java and .NET write null for
 * absent members. A null that the schema itself accepts stays.
 */
export const withoutNulls = (schema: Schema, value: unknown): unknown => dropOf(schema)?.(value) ?? value

/** Null: nothing that the schema accepts has an optional member. */
function dropOf(schema: Schema): Drop | null {
  const known = drops.get(schema)
  if (known !== undefined) return known
  const drop = make(schema)
  drops.set(schema, drop)
  return drop
}

function make(schema: Schema): Drop | null {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'object') return ofMembers([def.shape])
  if (def.type === 'union') return ofMembers(def.options.flatMap((option) => shapesOf(option)))
  if (def.type === 'array') return ofEntries(dropOf(def.element))
  if (def.type === 'record') return ofEntries(dropOf(def.valueType))
  if (def.type === 'pipe') return dropOf(def.out) ?? dropOf(def.in)
  return 'innerType' in def ? dropOf(def.innerType) : null
}

function shapesOf(schema: Schema): z.core.$ZodShape[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  return def.type === 'object' ? [def.shape] : []
}

/** For objects with one of these shapes. A null member is dropped when it is optional in every shape that has it. */
function ofMembers(shapes: z.core.$ZodShape[]): Drop | null {
  const optional = new Set<string>()
  const below = new Map<string, Drop>()
  for (const name of new Set(shapes.flatMap(Object.keys))) {
    const members = shapes.flatMap((shape) => shape[name] ?? [])
    if (members.every((member) => isOptional(member) && !takesNull(member))) optional.add(name)
    const drop = members.length === 1 && members[0] ? dropOf(members[0]) : null
    if (drop) below.set(name, drop)
  }
  if (optional.size === 0 && below.size === 0) return null
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const changed = Object.entries(value).flatMap(([name, member]) => {
      if (member === null) return optional.has(name) ? [[name, undefined] as const] : []
      const now = below.get(name)?.(member) ?? member
      return now === member ? [] : [[name, now] as const]
    })
    if (changed.length === 0) return value
    const copy: Record<string, unknown> = { ...value }
    for (const [name, now] of changed)
      if (now === undefined) delete copy[name]
      else copy[name] = now
    return copy
  }
}

function ofEntries(drop: Drop | null): Drop | null {
  if (!drop) return null
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    if (entries.length > MOST_ENTRIES) return value
    const dropped = entries.map(([name, entry]) => [name, drop(entry)] as const)
    if (dropped.every(([, entry], i) => entry === entries[i]?.[1])) return value
    return Array.isArray(value) ? dropped.map(([, entry]) => entry) : Object.fromEntries(dropped)
  }
}

const isOptional = (schema: Schema): boolean => (schema as z.ZodType).safeParse(undefined).success

const takesNull = (schema: Schema): boolean => (schema as z.ZodType).safeParse(null).success
