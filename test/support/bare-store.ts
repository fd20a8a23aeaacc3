import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'
import { leavePlace, openStore, placeForStore } from './engine.ts'

/** A test with an empty store of its own, and nothing around it. */
export const test = base.extend('store', async ({ task: _ }, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-store-'))
  const place = await placeForStore(folder)
  const store = await openStore(place)
  onCleanup(async () => {
    await store.close()
    await leavePlace(place)
    rmSync(folder, { recursive: true })
  })
  return store
})
