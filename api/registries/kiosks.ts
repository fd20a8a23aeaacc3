import { z } from 'zod'
import { checkCoseKey } from '../domain/keys/cose-key.ts'
import { claimedKiosk, isCredentialOf, kioskCredential } from '../domain/kiosk.ts'
import { loadRegistry } from './registry.ts'

/** A security key of the clinic's staff: its credential id and COSE key, as `/kiosk/staff` shows them to be registered. */
const StaffKey = z
  .strictObject({
    name: z.string().min(1).max(128),
    key: z.string().regex(/^[A-Za-z0-9_-]{22,1364}\.[A-Za-z0-9_-]{32,2048}$/),
  })
  .transform(({ name, key }) => {
    const [id = '', public_key = ''] = key.split('.')
    return { name, id, public_key }
  })
  .refine(({ public_key }) => isSound(Buffer.from(public_key, 'base64url')), 'a key that is not taken')

const Kiosk = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,64}$/),
  name: z.string().min(1).max(128),
  clinic: z.string().min(1).max(256),
  /** Whom a patient calls when the kiosk does not work. */
  phone: z.string().min(1).max(64).nullable().default(null),
  /** Count up to make the credential given out before worthless. */
  generation: z.int().min(1).default(1),
  blocked: z.boolean().default(false),
  /** Keys of staff who may help at this kiosk. */
  staff: z.array(StaffKey).default([]),
})

/** The file of `ERABU_KIOSKS`. */
export const KiosksFile = z.array(Kiosk)

/** A registered kiosk, as the operator wrote it down. */
export type Kiosk = z.infer<typeof Kiosk>
export type StaffKey = z.infer<typeof StaffKey>

export type Kiosks = Awaited<ReturnType<typeof loadKiosks>>

/**
 * Loads the kiosks of `file` (null: none). `reload` keeps the old ones when the new file has a fault.
 * @param key secret behind the credentials. @throws Error that names the file and what is wrong with it.
 */
export async function loadKiosks(file: string | null, key: Buffer) {
  const { all, reload } = await loadRegistry(file, {
    list: KiosksFile,
    of: 'kiosks',
    nameOf: ({ id }) => `kiosk ${id}`,
    finish: (kiosks) => kiosks,
  })
  /** A kiosk that may serve patients: registered and not blocked. */
  const inService = (id: string) => all().find((kiosk) => kiosk.id === id && !kiosk.blocked) ?? null
  return {
    reload,
    all,
    inService,
    credential: (kiosk: Kiosk): string => kioskCredential(key, kiosk),

    /** The kiosk whose credential this is, if it is in service. */
    authenticate(credential: string): Kiosk | null {
      const kiosk = inService(claimedKiosk(credential))
      return kiosk && isCredentialOf(credential, key, kiosk) ? kiosk : null
    },

    staffKey: (credentialId: string): StaffKey | null =>
      all()
        .flatMap(({ staff }) => staff)
        .find(({ id }) => id === credentialId) ?? null,

    /** The kiosks at which the owner of this key may help; blocked ones too, so that they are seen to be. */
    ofStaff: (credentialId: string): Kiosk[] =>
      all().filter(({ staff }) => staff.some(({ id }) => id === credentialId)),
  }
}

function isSound(key: Uint8Array): boolean {
  try {
    checkCoseKey(key)
    return true
  } catch {
    return false
  }
}
