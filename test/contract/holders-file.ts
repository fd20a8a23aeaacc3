import { readFile, writeFile } from 'node:fs/promises'
import type { World } from '../support/world.ts'

type Entry = { client_id: string; jwks: { keys: object[] }; dpop?: boolean }

/** Changes the entry of a client in the holders' file, as an operator would, and has the file read again. */
export async function changeEntry({ deps }: World, clientId: string, change: (entry: Entry) => void) {
  const file = deps.config.holders ?? ''
  const entries = JSON.parse(await readFile(file, 'utf8')) as Entry[]
  for (const entry of entries) if (entry.client_id === clientId) change(entry)
  await writeFile(file, JSON.stringify(entries))
  await deps.holders.reload()
}
