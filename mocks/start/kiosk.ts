import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadKeys } from '../../api/keys/key-files.ts'
import { loadKiosks } from '../../api/registries/kiosks.ts'

/** The kiosk of the demo's clinic; its staff can be added here. */
const KIOSKS = [
  {
    id: 'demo-clinic',
    name: '1階受付（模擬）',
    clinic: 'えらぶ病院（模擬）',
    staff: [],
  },
]

/**
 * Registers one kiosk in `folder`, once, unless `given` names another file.
 * @returns the file of kiosks and the start addresses in it, without the origin.
 */
export async function prepareKiosks(folder: string, keys: string, given: string | undefined) {
  mkdirSync(folder, { recursive: true })
  const file = given ?? join(folder, 'kiosks.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(KIOSKS, null, 2))
  const kiosks = await loadKiosks(file, (await loadKeys(keys)).token)
  return { file, addresses: kiosks.all().map((kiosk) => `/kiosk#${kiosks.credential(kiosk)}`) }
}
