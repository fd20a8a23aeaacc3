import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect } from 'vitest'
import { findBrowser } from '../../mocks/demo/browser.ts'
import { ROOT } from './sources.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

/** `npm run demo` for the tests of one file, with its temporary files in a folder that ends with them. */
export function demoRuns() {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'erabu-walk-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const demo = (words: string[], env: Record<string, string>) =>
    promisify(execFile)(process.execPath, ['mocks/demo.ts', ...words], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: folder, ...env },
    })

  return {
    demo,
    missing: () => join(folder, 'missing'),

    /** Expects that a walk takes these pictures in their order, and leaves nothing else. The walk throws at a fault. */
    async takes(walk: string, names: string[]): Promise<void> {
      const out = join(folder, 'pictures')
      const pictures = names.map((name) => `${name}.png`)
      const { stdout } = await demo(['--walk', walk, '--out', out], { CHROME_PATH: findBrowser() })
      expect(stdout.trim().split('\n').slice(1)).toEqual(pictures.map((name) => join(out, name)))
      for (const name of readdirSync(out)) {
        const picture = readFileSync(join(out, name))
        expect([name, picture.subarray(0, 4), picture.length > 10_000]).toEqual([name, PNG, true])
      }
      expect(readdirSync(out).toSorted()).toEqual(pictures.toSorted())
      expect(readdirSync(folder)).toEqual(['pictures'])
    },
  }
}
