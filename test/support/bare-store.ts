import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'
import { openStore, placeForStore } from './engine.ts'

/** A test with an empty store of its own, and nothing around it. */
export const test = base.extend('store', async ({ task: _ }, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-store-'))
  const store = await openStore(await placeForStore(folder))
  onCleanup(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return store
})
