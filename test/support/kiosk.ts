import { readFile, writeFile } from 'node:fs/promises'
import type { KioskAnswer, KioskReturn, VisitAnswer } from '../../api/contract/kiosk.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createPatient } from './patient.ts'
import type { World } from './world.ts'

/** The entry of a registered kiosk. */
export type KioskEntry = {
  id: string
  name: string
  clinic: string
  phone?: string
  generation?: number
  blocked?: boolean
  staff?: { name: string; key: string }[]
}

/** Kiosks of every test world. */
export const KIOSKS: KioskEntry[] = [
  { id: 'front-desk', name: '受付の端末', clinic: '試験病院', phone: '000-000-0000' },
  { id: 'ward', name: '病棟の端末', clinic: '試験病院' },
]

/** Changes the entry of one kiosk and lets the api read the file again. */
export async function changeKiosk(world: World, id: string, change: Partial<KioskEntry>): Promise<void> {
  const file = world.deps.config.kiosks ?? ''
  const entries = JSON.parse(await readFile(file, 'utf8')) as KioskEntry[]
  await writeFile(
    file,
    JSON.stringify(entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry))),
  )
  await world.deps.kiosks.reload()
}

/** A security key that a person brings to a kiosk: it is not built into the device. */
export const securityKey = (origin: string) =>
  createAuthenticator({
    origin,
    transports: ['usb', 'nfc'],
    attachment: 'cross-platform',
    backupEligible: false,
    counts: true,
  })

/** A kiosk with its credential, and the person in front of it. */
export function openKiosk(world: World, id = 'front-desk', authenticator = securityKey(world.origin)) {
  const kiosk = world.deps.kiosks.inService(id)
  if (!kiosk) throw new Error(`no kiosk ${id}`)
  const credential = world.deps.kiosks.credential(kiosk)
  const patient = createPatient({ origin: world.origin, device: 'shared', authenticator })
  const headers = { Authorization: `Kiosk ${credential}` }
  return {
    credential,
    patient,
    state: () => patient.call<KioskAnswer>('GET', '/api/kiosk', undefined, headers),
    standby: () => patient.browser.send('POST', '/api/kiosk/standby', { json: {}, headers }),
    begin: () => patient.call<VisitAnswer>('POST', '/api/kiosk/visits', {}, headers),
    /** Continues after the portal with the ticket of the return address. */
    exchange: (ticket: string) => patient.call<KioskReturn>('POST', '/api/kiosk/returns', { ticket }),
    call: () => patient.call<KioskAnswer>('POST', '/api/kiosk/calls', {}, headers),
    uncall: () => patient.call<KioskAnswer>('DELETE', '/api/kiosk/calls', undefined, headers),
  }
}
