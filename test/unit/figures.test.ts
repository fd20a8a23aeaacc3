import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { quoteFigures } from '../support/figures.ts'
import { filesBelow, ROOT } from '../support/sources.ts'

/** Where the commands quote what they measure: a README, and a name in it. */
const quoted = filesBelow(join(ROOT, 'test'))
  .filter((path) => path.endsWith('.ts') && !path.includes('/unit/'))
  .flatMap((path) =>
    Array.from(
      readFileSync(path, 'utf8').matchAll(
        /(?:quote|report)Figures\(\s*'([\w./-]+README\.md)',\s*'([\w-]+)'/g,
      ),
      ([, readme = '', name = '']) => ({ readme, name }),
    ),
  )

describe('a measured figure', () => {
  test('has one place in the README of its folder, which names an existing command', () => {
    expect(quoted.length).toBeGreaterThanOrEqual(8)
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    for (const { readme, name } of quoted) {
      const text = readFileSync(join(ROOT, readme), 'utf8')
      const places = [...text.matchAll(new RegExp(`<!-- ${name}: npm run ([\\w-]+)`, 'g'))]
      expect(
        places.map(([, command = '']) => command in scripts),
        `${name} in ${readme}`,
      ).toEqual([true])
    }
  })

  test('is not quoted where there is no place for it', () => {
    expect(() => quoteFigures('README.md', 'nowhere', 'x')).toThrow('README.md has no place for nowhere')
  })
})
