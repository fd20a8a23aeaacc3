import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ROOT } from '../support/sources.ts'
import { straceTest } from './support/needs.ts'

straceTest('keys are on the disk, files and names, before the command reports them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-keys-'))
  const [keys, trace] = [join(folder, 'keys'), join(folder, 'trace')]
  try {
    const flags = ['-f', '-y', '-e', 'trace=fsync,fdatasync,write,writev', '-o', trace]
    for (const words of [[keys], ['--rotate', keys]]) {
      execFileSync('strace', [...flags, process.execPath, join(ROOT, 'api/cli/keys.ts'), ...words])
      const said = readFileSync(trace, 'utf8').split(/write(?:v)?\(1</)[0] ?? ''
      const synced = Array.from(said.matchAll(/f(?:data)?sync\(\d+<([^>]+)>/g), ([, path = '']) => path)
      const made =
        words.length === 1 ? ['subject.key', 'token.key', 'sealed-subject.key', 'signing.json'] : []
      for (const name of made) expect(synced).toContain(join(keys, name))
      expect(synced.at(-1), 'the names come last').toBe(keys)
    }
    expect((statSync(keys).mode & 0o777).toString(8)).toBe('700')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
