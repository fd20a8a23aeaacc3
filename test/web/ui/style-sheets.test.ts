import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, ROOT } from '../../support/sources.ts'

const ROOMS = ['features', 'kiosk', 'ui'].map((room) => join(ROOT, 'web', room))

test('no rule styles every <span> within an element: words get one where a phrase ends', () => {
  const sheets = ROOMS.flatMap(filesBelow).filter((path) => path.endsWith('.css'))
  expect(sheets.length).toBeGreaterThan(10)
  const broad = sheets.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/^\s*[^@{}/\n]*[\w\])] span(?=\s*[,{])/gm)]
      .filter(([rule]) => !/[>+~] span$/.test(rule))
      .map(([rule]) => `${relative(ROOT, path)}: ${rule.trim()}`),
  )
  expect(broad).toEqual([])
})
