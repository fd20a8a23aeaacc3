import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { languages } from '../../../web/text/language.ts'
import { filesBelow, ROOT } from '../../support/sources.ts'

/** Limits in bytes after gzip. */
const MOST = { script: 95_000, style: 15_000, worker: 8_000 }

const DIST = join(ROOT, 'web', 'dist')
const read = (path: string) => readFileSync(join(DIST, path), 'utf8')
const weight = (paths: Iterable<string>) =>
  [...paths].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0)

/** Strings by which code is recognised that no first load may bring. */
const LATER = {
  'IndexedDB (Dexie)': 'IDBKeyRange',
  'QR codes': 'crispEdges',
  'verifying receipts': 'receipt-file',
  'pictures of receipts': 'image/png',
  'making passkeys': 'attestationObject',
}

/** Returns a chunk, the chunks it imports statically, and theirs. */
function withImports(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  for (const [, name] of read(path).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
    withImports(`assets/${name}`, found)
  return found
}

/** Returns the scripts that a page loads before it can show a language: its own, and the words. */
function firstScripts(html: string, language: string): Set<string> {
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.js)"/g)].map(([, path = '']) => path)
  const found = new Set(named.flatMap((path) => [...withImports(path)]))
  const words = new RegExp(`import\\(["'\`]\\./((?:\\w+-)?${language}-[\\w-]{8}\\.js)["'\`]\\)`, 'g')
  for (const path of [...found])
    for (const [, name] of read(path).matchAll(words)) withImports(`assets/${name}`, found)
  return found
}

// page.html says nothing and is no page of the app.
const pages = readdirSync(DIST).filter((name) => name.endsWith('.html') && name !== 'page.html')

describe.each(pages)('the first load of %s', (page) => {
  const html = read(page)

  test.each(languages)('loads little script, the words of %s included', (language) => {
    const scripts = [...firstScripts(html, language)]
    expect(scripts.filter((path) => path.startsWith(`assets/${language}-`))).toHaveLength(1)
    console.log(`${page}, ${language}: ${(weight(scripts) / 1000).toFixed(1)} kB of script`)
    expect(weight(scripts)).toBeLessThanOrEqual(MOST.script)
  })

  test('loads little style', () => {
    const styles = [...html.matchAll(/href="\/(assets\/[\w.-]+\.css)"/g)].map(([, path = '']) => path)
    expect(styles).not.toEqual([])
    expect(weight(styles)).toBeLessThanOrEqual(MOST.style)
  })

  test.each(Object.entries(LATER))('loads %s later', (_, word) => {
    const scripts = firstScripts(html, 'ja')
    expect([...scripts].filter((path) => read(path).includes(word))).toEqual([])
    const elsewhere = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'))
    expect(elsewhere.some((name) => read(`assets/${name}`).includes(word))).toBe(true)
  })
})

test('no page of a kiosk can be installed', () => {
  const named = pages.filter((page) => read(page).includes('rel="manifest"'))
  expect(named).toEqual(['index.html', 'welcome.html'])
})

test('the service worker is small', () => {
  expect(weight(['sw.js'])).toBeLessThanOrEqual(MOST.worker)
})

test('every script and style has compressed copies with the same content', () => {
  const texts = filesBelow(DIST).filter((path) => /\.(js|css|html)$/.test(path))
  expect(texts.length).toBeGreaterThan(10)
  for (const path of texts) {
    const text = readFileSync(path)
    expect(brotliDecompressSync(readFileSync(`${path}.br`)).equals(text), path).toBe(true)
    expect(gunzipSync(readFileSync(`${path}.gz`)).equals(text), path).toBe(true)
  }
})

test('no font is shipped', () => {
  const fonts = filesBelow(DIST).filter((path) => /\.(woff2?|ttf|otf|eot)$/.test(path))
  expect(fonts).toEqual([])
  for (const path of filesBelow(DIST).filter((name) => name.endsWith('.css')))
    expect(readFileSync(path, 'utf8')).not.toContain('@font-face')
})

test('no file of a patient’s page loads one of a kiosk’s pages, which would run there', () => {
  const own = readdirSync(join(DIST, 'assets')).filter((name) => /^(?!kiosk-).*\.js$/.test(name))
  expect(own.length).toBeGreaterThan(50)
  expect(own.filter((name) => /[/"`']kiosk-[\w-]+\.js/.test(read(join('assets', name))))).toEqual([])
})
