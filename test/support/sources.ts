import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** One import of a file: the path inside the project, or the package name as written. */
export type Import = { target: string; inside: boolean; typeOnly: boolean; names: string[] }
/** `path` is relative to the project's root, with forward slashes. */
export type Source = { path: string; text: string; imports: Import[] }

/** Reads every TypeScript file below the named folders of the project. */
export function readSources(folders: string[]): Source[] {
  return folders
    .flatMap((folder) => filesBelow(join(ROOT, folder)))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')))
}

/** Finds the imports, re-exports and dynamic imports of one file. */
export function parseSource(path: string, text: string): Source {
  const code = withoutComments(text)
  const statements = code.matchAll(
    /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?((?:[\w$*\s{},]|\bas\b)*?)\s*\bfrom\s*['"]([^'"]+)['"]/g,
  )
  const bare = code.matchAll(/(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g)
  const dynamic = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  const imports = [
    ...[...statements].map(([, type, clause = '', target = '']) => ({
      target,
      names: namesOf(clause),
      typeOnly: Boolean(type) || everyNameIsType(clause),
    })),
    ...[...bare, ...dynamic].map(([, target = '']) => ({ target, names: [], typeOnly: false })),
  ]
  return { path, text: code, imports: imports.map((found) => ({ ...found, ...locate(path, found.target) })) }
}

/** Every file below a folder, but no socket; an absent folder has none. */
export function filesBelow(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}

const locate = (from: string, target: string) =>
  target.startsWith('.')
    ? { target: normalize(join(dirname(from), target)).replaceAll('\\', '/'), inside: true }
    : { target, inside: false }

const everyNameIsType = (clause: string) => {
  const braces = /^\{([^}]*)\}$/.exec(clause.trim())
  const names = braces?.[1]?.split(',').filter((name) => name.trim()) ?? []
  return names.length > 0 && names.every((name) => name.trim().startsWith('type '))
}

const namesOf = (clause: string) =>
  clause
    .replace(/[{}]/g, ',')
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s+.*$/, ''),
    )
    .filter(Boolean)

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
