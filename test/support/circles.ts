import type { Source } from './sources.ts'

/** The import circles among files, including type imports: one for each import that closes one. */
export function circlesOf(sources: Source[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const circles: string[][] = []

  function follow(path: string, way: string[]): void {
    const start = way.indexOf(path)
    if (start >= 0) circles.push(way.slice(start))
    if (start >= 0 || done.has(path)) return
    for (const { target, inside } of byPath.get(path)?.imports ?? [])
      if (inside && byPath.has(target)) follow(target, [...way, path])
    done.add(path)
  }
  for (const path of byPath.keys()) follow(path, [])
  return circles
}
