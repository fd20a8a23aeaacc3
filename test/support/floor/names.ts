import { type Branch, isMissing, isTooNew, mdn, partsOf } from './support.ts'

type Named = [name: string, branch: Branch]

const builtins: Named[] = [
  ...partsOf(mdn.javascript.builtins),
  ...partsOf(mdn.javascript.builtins?.Intl).map(([name, part]): Named => [`Intl.${name}`, part]),
]
const interfaces = partsOf(mdn.api)

/** What an object has, by the names of code: without `worker_support`, `click_event` and `@@iterator`. */
const membersOf = (objects: Named[]): [object: string, name: string, branch: Branch][] =>
  objects.flatMap(([object, branch]) =>
    partsOf(branch)
      .map(([name, part]) => [object, name.replace(/_static$/, ''), part] as [string, string, Branch])
      .filter(([, name]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name)),
  )
const ofBuiltins = membersOf(builtins)
const all = [...ofBuiltins, ...membersOf(interfaces)]

const objectsThat = (fits: (branch: Branch) => boolean) =>
  new Set([...builtins, ...interfaces].filter(([, part]) => fits(part)).map(([name]) => name))
const membersThat = (fits: (branch: Branch) => boolean) =>
  new Set(all.filter(([, , part]) => fits(part)).map(([object, name]) => `${object}.${name}`))

/** Objects that one of the oldest browsers lacks, such as `Temporal` and `Intl.DurationFormat`. */
export const newObjects = objectsThat(isTooNew)

/** What one of the oldest browsers lacks of an object, such as `Map.groupBy`. */
export const newMembers = membersThat(isTooNew)

/** The same, without what each of them has at least in part. */
export const missing = { objects: [...objectsThat(isMissing)], members: [...membersThat(isMissing)] }

const inSomeOldest = new Set(all.filter(([, , part]) => !isTooNew(part)).map(([, name]) => name))
const isTelling = (name: string) => /[a-z][A-Z]/.test(name)

/**
 * Methods that the name alone tells, such as `toSorted`: no object of the oldest browsers has one of that name. Of web
 * interfaces only names of two words: `use` and `share` are anybody's.
 */
export const newMethods = new Set(
  [...ofBuiltins, ...all.filter(([, name]) => isTelling(name))]
    .map(([, name]) => name)
    .filter((name) => !inSomeOldest.has(name)),
)

/** Methods of arrays that iterators have too, but not in the oldest browsers: `map`, `filter`, `find`. */
export const iteratorMethods = new Set(
  membersOf([['Iterator', mdn.javascript.builtins?.Iterator ?? {}]]).map(([, name]) => name),
)
