/** A route as a router lists it: a method, or `ALL`, and a path in which `:name` stands for one segment. */
export type Route = { method: string; path: string }

/**
 * The methods that a path serves, by the routes of an app. Middleware and routes of whole folders do not count: they
 * do not show that a path exists.
 */
export function createPathMethods(routes: readonly Route[]): (path: string) => string[] {
  const byPattern = new Map<string, Set<string>>()
  for (const { method, path } of routes) {
    if (method === 'ALL' || path.includes('*')) continue
    byPattern.set(path, (byPattern.get(path) ?? new Set()).add(method))
  }
  const named = [...byPattern].filter(([pattern]) => pattern.includes(':'))
  const matchers = named.map(([pattern, methods]) => ({ matches: pathMatcher([pattern]), methods }))

  return (path) => {
    const found = matchers.filter(({ matches }) => matches(path)).map(({ methods }) => methods)
    return [...new Set([byPattern.get(path) ?? [], ...found].flatMap((methods) => [...methods]))].sort()
  }
}

/** Whether a path matches one of these patterns. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const sources = patterns.map((pattern) => pattern.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+'))
  const one = new RegExp(`^(?:${sources.join('|')})$`)
  return (path) => one.test(path)
}
