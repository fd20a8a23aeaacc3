import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Builds the web when there is no build, or sources are newer than it. @throws Error with the output of the build
 * when it fails.
 */
export function buildWebIfStale(): void {
  const built = modified(join(root, 'web/dist/index.html'))
  const sources = ['web', 'api/contract'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  )
  const newest = Math.max(
    ...sources
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(root, 'web/dist')))
      .map((entry) => modified(join(entry.parentPath, entry.name))),
  )
  if (built > newest) return
  console.log('Building the web…')
  const words = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'web/vite.config.ts']
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the web could not be built:\n${stdout}${stderr}`)
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
