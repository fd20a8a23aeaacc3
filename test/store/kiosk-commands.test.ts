import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandKiosk, findKiosk, updateKiosk } from '../../api/store/people/kiosks.ts'
import type { Store } from '../../api/store/store.ts'
import { openStore, placeForStore } from '../support/engine.ts'

const AT_ONCE = 8
const folder = mkdtempSync(join(tmpdir(), 'erabu-kiosk-store-'))
let store: Store

beforeAll(async () => {
  store = await openStore(await placeForStore(folder))
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

test.each(['a kiosk that was never heard of', 'a known kiosk'])(
  'commands that reach %s at once get different numbers',
  async (id) => {
    if (id === 'a known kiosk') await store.transact((tx) => updateKiosk(tx, id, { muted: 1 }))
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => store.transact((tx) => commandKiosk(tx, id, 'end', at))),
    )
    const kiosk = await store.read((db) => findKiosk(db, id))
    expect(kiosk).toMatchObject({
      command: 'end',
      command_no: AT_ONCE,
      muted: id === 'a known kiosk' ? 1 : 0,
    })
  },
)
