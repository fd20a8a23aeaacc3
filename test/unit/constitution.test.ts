import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, ROOT } from '../support/sources.ts'

const TOP = ['README.md', 'package.json', 'tsconfig.json', 'LICENSE']
const FOLDERS = ['api', 'web', 'mocks', 'test', '.github']
/** They name files that are not there, to show that a rule finds them. */
const PLANTING = ['test/unit/constitution.test.ts', 'test/architecture.test.ts', 'test/security/asvs.test.ts']
/** Kinds of files in which something is named. */
const NAMING = /\.(ts|tsx|md|css|html|py|java)$/
/** Files that a run makes, or that a text tells of as somebody else's. */
const MADE =
  /^((test-results|web\/dist|\.data|node_modules)\/|welcome\.html$|(signing|vapid|holders|holder|projects|state)\.json$)/

const paths = FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder)))
const inProject = (path: string) => path.slice(ROOT.length + 1).replaceAll('\\', '/')
const texts = [...paths.map(inProject), 'README.md']
  .filter((path) => NAMING.test(path) && !PLANTING.includes(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
const names = new Set([...paths.map((path) => basename(path)), ...TOP])

/** Codes of a kind that a text cites: `I7`, or `P2–P5` as its two ends. */
const codesIn = (text: string, kind: 'I' | 'P' | 'K') =>
  Array.from(text.matchAll(new RegExp(`(?<![\\w.$/-])${kind}([1-9]?[0-9])(?![\\w.])`, 'g')), ([code]) => code)

/** The codes that a table explains, in its first column. */
const tableOf = (path: string, kind: 'I' | 'P' | 'K') => {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return new Set(
    Array.from(text.matchAll(new RegExp(`^\\| (${kind}\\d+) \\|`, 'gm')), ([, code = '']) => code),
  )
}

const TABLES = {
  I: 'api/domain/README.md',
  P: 'web/features/README.md',
  K: 'web/features/README.md',
} as const

describe.each(['I', 'P', 'K'] as const)('a code %s', (kind) => {
  const known = tableOf(TABLES[kind], kind)
  const unknown = (text: string) => codesIn(text, kind).filter((code) => !known.has(code))

  test('that is cited is explained', () => {
    expect(known.size).toBeGreaterThan(7)
    expect(texts.flatMap(({ path, text }) => unknown(text).map((code) => `${path}: ${code}`))).toEqual([])
  })

  test('that is not explained is found', () => {
    expect(unknown(`holds ${kind}99, and (${kind}99)`)).toEqual([`${kind}99`, `${kind}99`])
  })
})

/** Names of files that a text cites in backticks, in a link, or by their path; each must be one of ours. */
function absentIn(path: string, text: string): string[] {
  const cited = [
    ...Array.from(text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|tsx|md|css|json|py|svg|png|java|html))`/g)),
    ...Array.from(
      text.matchAll(
        /(?<![\w./@{*-])((?:api|web|mocks|test)\/(?:[\w.-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|tsx|md|css|py|java))(?![\w*])/g,
      ),
    ),
    ...(path.endsWith('.md') ? Array.from(text.matchAll(/\]\((?!\w+:|#)([^)#]+)/g)) : []),
  ].map(([, name = '']) => name)
  return cited.filter(
    (name) =>
      !MADE.test(name) &&
      !existsSync(join(ROOT, name)) &&
      !existsSync(join(ROOT, dirname(path), name)) &&
      !(name.includes('/') ? texts.some((one) => one.path.endsWith(`/${name}`)) : names.has(name)),
  )
}

describe('a file that is named', () => {
  test('is there', () => {
    const absent = texts.flatMap(({ path, text }) => absentIn(path, text).map((name) => `${path}: ${name}`))
    expect(absent).toEqual([])
  })

  test('and is not there is found', () => {
    const text = 'See `gone.ts`, api/gone/away.ts and [this](gone.md).'
    expect(absentIn('README.md', text)).toEqual(['gone.ts', 'api/gone/away.ts', 'gone.md'])
  })
})

test('nothing cites a document outside of the project', () => {
  const outside = /\b(interface|design|house|faults|safety|ux|goals|style|agent)\.md\b|\.\.\/shared/
  expect('as interface.md §1 says').toMatch(outside)
  expect(texts.filter(({ text }) => outside.test(text)).map(({ path }) => path)).toEqual([])
})
