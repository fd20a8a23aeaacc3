import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, ROOT } from '../../support/sources.ts'

type Support = { safari: number; chrome: number; firefox: number }
const NEVER = Number.POSITIVE_INFINITY

/** The oldest supported browsers, as in README.md. */
const FLOOR: Support = { safari: 16.4, chrome: 109, firefox: 115 }

/**
 * Calls that scripts may be tempted to make, and the first versions that have them (MDN browser-compat-data). Calls
 * that are safe to lack, because they are guarded, are not listed.
 */
const SCRIPT: [name: string, seen: RegExp, since: Support][] = [
  ['Map.groupBy', /\bMap\.groupBy\b/, { safari: 17.4, chrome: 117, firefox: 119 }],
  ['Object.groupBy', /\bObject\.groupBy\b/, { safari: 17.4, chrome: 117, firefox: 119 }],
  ['AbortSignal.any', /\bAbortSignal\.any\b/, { safari: 17.4, chrome: 116, firefox: 124 }],
  ['Promise.withResolvers', /\bPromise\.withResolvers\b/, { safari: 17.4, chrome: 119, firefox: 121 }],
  ['Promise.try', /\bPromise\.try\b/, { safari: 18.2, chrome: 128, firefox: 134 }],
  ['Array.fromAsync', /\bfromAsync\b/, { safari: 16.4, chrome: 121, firefox: 115 }],
  [
    'Array.prototype.toSorted',
    /\.to(?:Sorted|Reversed|Spliced)\(/,
    { safari: 16, chrome: 110, firefox: 115 },
  ],
  ['URL.canParse', /\bURL\.canParse\b/, { safari: 17, chrome: 120, firefox: 115 }],
  ['URL.parse', /\bURL\.parse\b/, { safari: 18, chrome: 126, firefox: 126 }],
  [
    'Set methods',
    /\.(?:isDisjointFrom|isSubsetOf|isSupersetOf|symmetricDifference)\(|\.(?:union|intersection)\(/,
    { safari: 17, chrome: 122, firefox: 127 },
  ],
  [
    'iterator helpers',
    /\.(?:values|keys|entries)\(\)\.(?:map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(|\bIterator\.from\b/,
    { safari: 18.4, chrome: 122, firefox: 131 },
  ],
  ['isWellFormed', /\.(?:isWellFormed|toWellFormed)\(/, { safari: 16.4, chrome: 111, firefox: 119 }],
  [
    'RegExp flag v',
    /\/[dgimsuy]*v[dgimsuy]*\.test|RegExp\([^)]*["'`]v["'`]\)/,
    { safari: 17, chrome: 112, firefox: 116 },
  ],
  ['RegExp.escape', /\bRegExp\.escape\b/, { safari: 18.2, chrome: 136, firefox: 134 }],
  ['ArrayBuffer.transfer', /\.transferToFixedLength\(/, { safari: 17.4, chrome: 114, firefox: 122 }],
  ['Intl.DurationFormat', /\bDurationFormat\b/, { safari: 16.4, chrome: 129, firefox: 136 }],
  [
    'PublicKeyCredential.parse…',
    /\bparse(?:Creation|Request)OptionsFromJSON\b/,
    { safari: 18.4, chrome: 129, firefox: 119 },
  ],
  ['popover', /\b(?:show|hide|toggle)Popover\b/, { safari: 17, chrome: 114, firefox: 125 }],
  ['Temporal', /\bTemporal\.(?:Now|Instant|PlainDate)\b/, { safari: NEVER, chrome: 144, firefox: 139 }],
]

/** Style without which a page is unusable or wrong. What only looks plainer is not listed. */
const STYLE: [name: string, seen: RegExp, since: Support][] = [
  ['nesting', /\{[^{}]*&/, { safari: 17.2, chrome: 120, firefox: 117 }],
  ['color-mix()', /color-mix\(/, { safari: 16.2, chrome: 111, firefox: 113 }],
  ['light-dark()', /light-dark\(/, { safari: 17.5, chrome: 123, firefox: 120 }],
  ['relative colours', /(?:rgb|hsl|oklch)\(from /, { safari: 16.4, chrome: 119, firefox: 128 }],
  ['@scope', /@scope\b/, { safari: 17.4, chrome: 118, firefox: 146 }],
  ['@starting-style', /@starting-style/, { safari: 17.5, chrome: 117, firefox: 129 }],
  ['anchor positioning', /anchor-name|position-area/, { safari: 26, chrome: 125, firefox: 147 }],
  ['subgrid', /\bsubgrid\b/, { safari: 16, chrome: 117, firefox: 71 }],
]

const tooNew = (since: Support) =>
  (Object.keys(FLOOR) as (keyof Support)[]).some((browser) => since[browser] > FLOOR[browser])

const DIST = join(ROOT, 'web', 'dist')
const built = filesBelow(DIST)
const found = (ending: string, table: typeof SCRIPT) =>
  built
    .filter((path) => path.endsWith(ending))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      return table
        .filter(([, seen, since]) => tooNew(since) && seen.test(text))
        .map(([name]) => `${basename(path)}: ${name}`)
    })

describe('the built files run in the oldest supported browsers', () => {
  test('every built file is read', () => {
    const names = built.map((path) => basename(path))
    for (const page of ['index', 'kiosk', 'kiosk-staff', 'kiosk-check'])
      expect(names).toContain(`${page}.html`)
    expect(names).toContain('sw.js')
    expect(built.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(20)
  })

  test('no script calls what one of these browsers lacks', () => expect(found('.js', SCRIPT)).toEqual([]))

  test('no style needs what one of these browsers lacks', () => expect(found('.css', STYLE)).toEqual([]))

  test('each pattern finds what it looks for', () => {
    const samples = [
      'Map.groupBy(a,b)',
      'Object.groupBy(a,b)',
      'AbortSignal.any([a])',
      'Promise.withResolvers()',
      'Promise.try(f)',
      'Array.fromAsync(a)',
      'a.toSorted()',
      'URL.canParse(a)',
      'URL.parse(a)',
      'a.union(b)',
      'a.values().map(f)',
      'a.isWellFormed()',
      'RegExp(a,"v")',
      'RegExp.escape(a)',
      'a.transferToFixedLength()',
      'new Intl.DurationFormat',
      'parseCreationOptionsFromJSON(a)',
      'a.showPopover()',
      'Temporal.Now.instant()',
    ]
    expect(SCRIPT.map(([, seen], index) => seen.test(samples[index] ?? ''))).toEqual(SCRIPT.map(() => true))
  })

  test('the README names these browsers', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(
      `Safari ${FLOOR.safari}, Chrome ${FLOOR.chrome} and Firefox ${FLOOR.firefox} ESR`,
    )
  })
})
