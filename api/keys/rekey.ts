import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { flush } from '../store/disk/flush.ts'

/** Secrets that can be changed while what was made with the old ones stays valid. */
const CHANGED = ['subject.key', 'token.key'] as const

const lines = async (folder: string, name: string): Promise<string[]> =>
  (await readFile(join(folder, name), 'utf8')).trim().split('\n')

/** Written to a new file and renamed: a crash leaves the old file or the new one, never half of one. */
async function write(folder: string, name: string, secrets: string[]): Promise<void> {
  await writeFile(join(folder, `${name}.new`), `${secrets.join('\n')}\n`, { mode: 0o600, flush: true })
  await rename(join(folder, `${name}.new`), join(folder, name))
  await flush(folder)
}

/**
 * How far a change of keys has come in `folder`: `none` is under way · a crash left it half `planned` · `both` keys are in
 * use · a crash left it half `finished`. Files are written in the order of `CHANGED`, so these differ.
 */
export async function stageOf(folder: string): Promise<'none' | 'planned' | 'both' | 'finished'> {
  const [subject, token] = await Promise.all(
    CHANGED.map(async (name) => (await lines(folder, name)).length > 1),
  )
  if (subject) return token ? 'both' : 'planned'
  return token ? 'finished' : 'none'
}

/** Puts a new secret before each that is changed, unless that was done. @returns the files that got one. */
export async function addSecrets(folder: string): Promise<string[]> {
  const changed: string[] = []
  for (const name of CHANGED) {
    const old = await lines(folder, name)
    if (old.length > 1) continue
    await write(folder, name, [randomBytes(32).toString('base64url'), ...old])
    changed.push(name)
  }
  return changed
}

/** Leaves only the newest of each secret. @returns the files that had more. */
export async function dropOldSecrets(folder: string): Promise<string[]> {
  const changed: string[] = []
  for (const name of CHANGED) {
    const [newest = '', ...old] = await lines(folder, name)
    if (old.length === 0) continue
    await write(folder, name, [newest])
    changed.push(name)
  }
  return changed
}
