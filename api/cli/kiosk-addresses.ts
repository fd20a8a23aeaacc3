/** `npm run kiosk`: prints the start address of every registered kiosk. Whoever has an address can act as that kiosk. */
import { readConfig } from '../config.ts'
import { loadKeys } from '../keys/key-files.ts'
import { loadKiosks } from '../registries/kiosks.ts'

const config = readConfig()
const { token } = await loadKeys(config.keys)
const kiosks = await loadKiosks(config.kiosks, token)
for (const kiosk of kiosks.all())
  console.log(
    kiosk.blocked
      ? `${kiosk.id}: blocked`
      : `${kiosk.id}: ${config.origin}/kiosk#${kiosks.credential(kiosk)}`,
  )
if (kiosks.all().length === 0) console.log('No kiosk is registered: ERABU_KIOSKS names the file of kiosks.')
