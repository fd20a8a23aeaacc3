import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { messages } from '../../../web/text/ja.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { ROOT } from '../../support/sources.ts'

const read = (path: string) => readFileSync(join(ROOT, 'web/dist', path), 'utf8')
const w = messages.welcome
const rootOf = (html: string) => html.slice(html.indexOf('<div id="root">'), html.indexOf('</body>'))

test('the page of / holds P1 before any script, and no other page does', () => {
  const html = read('welcome.html')
  const text = rootOf(html).replace(/<[^>]*>/g, '')
  for (const words of [w.title, ...w.way, w.lead, w.begin, w.again, ...w.points, w.needTitle, w.need])
    expect(text).toContain(withoutRuby(words))
  expect(html).toContain(`<title>${withoutRuby(w.title)} | `)
  for (const link of ['/proofing', '/sign-in', '/help#card']) expect(html).toContain(`href="${link}"`)
  expect(rootOf(read('index.html'))).not.toContain(w.begin)
})

test('the page of / needs nothing inline, and differs from the app’s page in nothing else', () => {
  const html = read('welcome.html')
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
  const plain = html
    .replace(rootOf(html), rootOf(read('index.html')))
    .replace(/<title>.*<\/title>\s*<script src="\/assets\/differs-[^>]*><\/script>/, '<title>えらぶ</title>')
    .replaceAll(' fetchpriority="low"', '')
  expect(plain).toBe(read('index.html'))
})

test('the worker answers every page with the app’s, so it stores no built P1', () => {
  const worker = read('sw.js')
  expect(worker).toContain('index.html')
  expect(worker).not.toMatch(/welcome\.html|differs-/)
})
