import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FLOOR } from '../../../web/floor.ts'
import { PLAINER, SCRIPT } from '../../support/floor/exceptions.ts'
import { newInPage } from '../../support/floor/markup.ts'
import { newInScript } from '../../support/floor/script.ts'
import { newInStyle } from '../../support/floor/style.ts'
import { filesBelow, ROOT } from '../../support/sources.ts'

const built = filesBelow(join(ROOT, 'web', 'dist'))
/** What is too new in the built files of one kind. */
const found = (ending: string, newIn: (text: string) => string[]) =>
  built
    .filter((path) => path.endsWith(ending))
    .flatMap((path) =>
      newIn(readFileSync(path, 'utf8'))
        .filter((name) => !PLAINER.includes(name))
        .map((name) => ({ file: basename(path), name })),
    )

describe('the built files run in the oldest supported browsers', () => {
  test('every built file is read', () => {
    const names = built.map((path) => basename(path))
    for (const page of ['index', 'kiosk', 'kiosk-staff', 'kiosk-check', 'kiosk-forms'])
      expect(names).toContain(`${page}.html`)
    expect(names).toContain('sw.js')
    expect(built.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(20)
    expect(built.filter((path) => path.endsWith('.css')).length).toBeGreaterThan(1)
  })

  test('no script needs what one of these browsers lacks, and each exception is still there', () => {
    const all = found('.js', newInScript)
    const fits = (file: string, name: string) => (one: (typeof all)[number]) =>
      one.name === name && one.file.startsWith(file)
    expect(all.filter((one) => !SCRIPT.some(([file, name]) => fits(file, name)(one)))).toEqual([])
    expect(SCRIPT.filter(([file, name]) => !all.some(fits(file, name)))).toEqual([])
  })

  test('no style needs what one of these browsers lacks', () => expect(found('.css', newInStyle)).toEqual([]))

  test('no page needs what one of these browsers lacks', () => expect(found('.html', newInPage)).toEqual([]))

  test('the README names these browsers', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(
      `Safari ${FLOOR.safari}, Chrome ${FLOOR.chrome} and Firefox ${FLOOR.firefox} ESR`,
    )
  })
})

describe('what is too new is found', () => {
  test.each([
    ['Map.groupBy(a, f)', 'Map.groupBy'],
    ['Object.groupBy(a, f)', 'Object.groupBy'],
    ['globalThis.Map.groupBy(a, f)', 'Map.groupBy'],
    ['Map["groupBy"](a, f)', 'Map.groupBy'],
    ['const g = Map.groupBy; g(a, f)', 'Map.groupBy'],
    ['const { groupBy } = Map', 'Map.groupBy'],
    ['AbortSignal.any([a])', 'AbortSignal.any'],
    ['Promise.withResolvers()', 'Promise.withResolvers'],
    ['Promise.try(f)', 'Promise.try'],
    ['Array.fromAsync(a)', 'Array.fromAsync'],
    ['a.toSorted()', '.toSorted'],
    ['a.b.with(0, c)', '.with'],
    ['URL.canParse(a)', 'URL.canParse'],
    ['URL.parse(a)', 'URL.parse'],
    ['new Set(a).union(b)', '.union'],
    ['a.isSubsetOf(b)', '.isSubsetOf'],
    ['a.values().map(f)', 'iterator.map'],
    ['a.matchAll(b).toArray()', 'iterator.toArray'],
    ['Iterator.from(a)', 'Iterator.from'],
    ['a.isWellFormed()', '.isWellFormed'],
    ['/[a--b]/v.test(a)', 'syntax'],
    ['/(?i:a)b/.test(a)', 'syntax'],
    ['new RegExp("[a--b]", "v")', 'RegExp'],
    ['RegExp("(?i:a)b", "u")', 'RegExp'],
    ['RegExp.escape(a)', 'RegExp.escape'],
    ['a.transferToFixedLength()', '.transferToFixedLength'],
    ['Uint8Array.fromBase64(a)', 'Uint8Array.fromBase64'],
    ['a.toBase64()', '.toBase64'],
    ['new Intl.DurationFormat("ja")', 'Intl.DurationFormat'],
    [
      'PublicKeyCredential.parseCreationOptionsFromJSON(a)',
      'PublicKeyCredential.parseCreationOptionsFromJSON',
    ],
    ['a.getTransports()', '.getTransports'],
    ['a.showPopover()', '.showPopover'],
    ['jsx("button", { popoverTarget: a })', '<button popovertarget>'],
    ['Temporal.Now.instant()', 'Temporal'],
    ['if (a.ready) a.toSorted()', '.toSorted'],
    ['a.toSorted() && a.toSorted()', '.toSorted'],
    ['typeof a; a.toSorted()', '.toSorted'],
  ])('%s', (script, name) => expect(newInScript(script).join()).toContain(name))

  test.each([
    ['a{b{color:red}}', 'nesting'],
    ['a{&:hover{color:red}}', 'nesting'],
    ['a{color:color-mix(in srgb,red,blue)}', 'color-mix()'],
    ['a{color:light-dark(red,blue)}', 'light-dark()'],
    ['a{color:rgb(from red r g b)}', 'relative colours'],
    ['@scope(a){b{color:red}}', '@scope'],
    ['@starting-style{a{color:red}}', '@starting-style'],
    ['@property --a{syntax:"*"}', '@property'],
    ['a{anchor-name:--a}', 'anchor-name'],
    ['a{grid-template-columns:subgrid}', 'grid-template-columns: subgrid'],
    ['a:popover-open{color:red}', ':popover-open'],
    ['@media(prefers-reduced-transparency){a{color:red}}', '@media (prefers-reduced-transparency)'],
  ])('%s', (style, name) => expect(newInStyle(style)).toContain(name))

  test('<div popover>', () => expect(newInPage('<div popover="auto">')).toEqual(['<div popover>']))
})

describe('what old browsers have, and what is asked for first, is let through', () => {
  test.each([
    'a.at(-1).flatMap(f).replaceAll(b, c)',
    'structuredClone(a); crypto.randomUUID(); Object.values(a).map(f)',
    '/(?<=a)b/d.test(a); class A { static { a() } #b; c = #b in this }',
    'new RegExp("(?:a)(?<b>c)(?=d)", "iu")',
    'jsx("button", { type: "button", onClick: f })',
    'if (Map.groupBy) Map.groupBy(a, f)',
    'Map.groupBy ? Map.groupBy(a, f) : b',
    '"groupBy" in Map && Map.groupBy(a, f)',
    '`groupBy` in Map && Map.groupBy(a, f)',
    'Map.groupBy?.(a, f)',
    'typeof a.toSorted === "function" && a.toSorted()',
    'function f(a) { if (!a.toSorted) return; a.toSorted() }',
    'this.union = 1; a.union; a.values(); a.share()',
  ])('%s', (script) => expect(newInScript(script)).toEqual([]))

  test('a style of 2022', () =>
    expect(
      newInStyle('@media(width>=40em){a:is(b,c){inset:0;color:rgb(0 0 0/.5);width:min(1px,2em)}}'),
    ).toEqual([]))
})
