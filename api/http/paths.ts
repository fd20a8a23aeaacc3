/** A route as a router lists it: a method, or `ALL`, and a path in which `:name` stands for one segment. */
export type Route = { method: string; path: string }

/**
 * Which methods a path takes, by the routes of an app. Middleware and routes of whole folders do not count: they do
 * not say that there is something at a path.
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

/** Whether a path is one of these patterns. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const sources = patterns.map((pattern) => pattern.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+'))
  const one = new RegExp(`^(?:${sources.join('|')})$`)
  return (path) => one.test(path)
}
