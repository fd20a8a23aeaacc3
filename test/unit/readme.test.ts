import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

describe('the README', () => {
  it('of the api lists exactly the variables that the configuration reads', () => {
    const names = (text: string, pattern: RegExp) =>
      new Set(Array.from(text.matchAll(pattern), ([, name]) => name))
    const listed = names(read('api/README.md'), /^\| `([A-Z_]+)` \|/gm)
    const quoted = names(read('api/config.ts'), /(?:'|env\.)((?:ERABU|DATABASE|NODE)_[A-Z_]+)/g)
    expect([...listed].toSorted()).toEqual([...quoted].toSorted())
  })

  it("shows the holder's integration as it stands in its file, which a test runs", () => {
    const [, shown = ''] = read('mocks/holder/README.md').match(/```python\n(.*?)```/s) ?? []
    expect(shown).toContain('def usable(')
    expect(read('mocks/holder/holder.py')).toContain(shown)
  })

  it('is short enough to be read', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120)
  })

  it('gives a reason for each dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >
    const named = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !name.startsWith('@types/'),
    )
    expect(named.filter((name) => !readme.includes(`**${name}**`))).toEqual([])
  })

  it('shows only pictures that are there', () => {
    const pictures = Array.from(readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g), ([, path]) => path ?? '')
    expect(pictures.length).toBeGreaterThanOrEqual(4)
    for (const path of pictures) expect(read(path).slice(0, 4)).toMatch(/PNG|<svg/)
  })
})
