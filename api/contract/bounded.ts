import { z } from 'zod'

/**
 * Bounded checks of lists and records: entries are counted before any is checked, and the first fault ends the check.
 * Zod by itself would check all entries and list every fault.
 */

/** An array of at most `most` entries. */
export const listOf = <T extends z.ZodType>(entry: T, most: number) =>
  z.preprocess((value, ctx) => {
    if (!Array.isArray(value)) return value
    if (value.length > most) return tooMany(ctx, value, most)
    return firstWrong(ctx, entry, value.entries()) ?? value
  }, z.array(entry).max(most))

/** An object of at most `most` members, with names of at most `longest` characters. */
export const recordOf = <T extends z.ZodType>(entry: T, most: number, longest: number) =>
  z.preprocess(
    (value, ctx) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
      const names = Object.keys(value)
      if (names.length > most) return tooMany(ctx, value, most)
      return firstWrong(ctx, entry, Object.entries(value)) ?? value
    },
    z.record(z.string().max(longest), entry),
  )

type Context = Parameters<Parameters<typeof z.preprocess>[0]>[1]

function tooMany(ctx: Context, input: unknown, maximum: number): never {
  ctx.addIssue({ code: 'too_big', origin: 'array', maximum, inclusive: true, input })
  return z.NEVER
}

/** Notes the first fault of the first invalid entry. @returns undefined where all fit. */
function firstWrong(ctx: Context, entry: z.ZodType, entries: Iterable<[PropertyKey, unknown]>): unknown {
  for (const [name, value] of entries) {
    const [issue] = entry.safeParse(value).error?.issues ?? []
    if (!issue) continue
    ctx.addIssue({ ...issue, path: [name, ...issue.path] } as Parameters<Context['addIssue']>[0])
    return z.NEVER
  }
  return undefined
}
