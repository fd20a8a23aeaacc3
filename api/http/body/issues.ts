import type { z } from 'zod'

/** One fault in the input: its path, as far as the names are ours, and what would be right. */
export type Issue = { path: string; message: string }

/** Whose input is checked. Of a person's input an answer repeats nothing; of a program's input it may. */
export type Sender = 'person' | 'program'

/** Faults that an answer names, each at another path. */
const MOST_ISSUES = 20
/** A name that a programmer gives a member. It cannot hold a number. */
const IDENTIFIER = /^[a-z][a-z_-]{0,39}$/i

/**
 * Issues in which a value that fits none of several shapes is judged by the one shape of its kind: an object by the
 * only object.
 */
export const plainIssues = ({ issues }: Pick<z.core.$ZodError, 'issues'>): z.core.$ZodIssue[] =>
  issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue]
    const [ofKind, ...others] = issue.errors.filter(
      (errors) => !errors.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
    )
    if (!ofKind || others.length > 0) return [issue]
    return plainIssues({ issues: ofKind }).map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
  })

/**
 * The first issue of each path, up to `MOST_ISSUES` paths. The input is not repeated, except the name of an unknown
 * member, to the program that sent it.
 */
export function issuesOf(
  schema: z.ZodType,
  error: z.core.$ZodError,
  { sender, most = MOST_ISSUES }: { sender: Sender; most?: number },
): Issue[] {
  const byPath = new Map<string, string>()
  for (const issue of plainIssues(error))
    for (const path of pathsOf(schema, issue, sender)) {
      if (byPath.size >= most) break
      if (!byPath.has(path)) byPath.set(path, messageOf(issue))
    }
  return [...byPath].map(([path, message]) => ({ path, message }))
}

function pathsOf(schema: z.ZodType, issue: z.core.$ZodIssue, sender: Sender): string[] {
  const path = ownNames(schema, issue.path)
  if (issue.code !== 'unrecognized_keys' || sender === 'person') return [path]
  const named = issue.keys.filter((key) => IDENTIFIER.test(key))
  const paths = named.map((key) => (path ? `${path}.${key}` : key))
  return named.length < issue.keys.length ? [path, ...paths] : paths
}

/** A path as far as its names are ours: keys of a record come from the input. */
function ownNames(schema: z.core.$ZodType, [name, ...rest]: PropertyKey[]): string {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (name === undefined || def.type === 'record') return ''
  if (def.type === 'pipe') return ownNames(def.out, [name, ...rest])
  if ('innerType' in def) return ownNames(def.innerType, [name, ...rest])
  const inner =
    def.type === 'object' ? def.shape[String(name)] : def.type === 'array' ? def.element : undefined
  const below = inner ? ownNames(inner, rest) : ''
  return below ? `${String(name)}.${below}` : String(name)
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'unrecognized_keys':
      return 'has unknown members'
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'too_small':
      return `must be at least ${issue.minimum}`
    default:
      return 'has the wrong format'
  }
}
