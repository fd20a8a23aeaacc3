import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { StaffAnswer } from '../../api/contract/kiosk.ts'
import type { RequestOptions } from '../../api/contract/patient.ts'
import { changeKiosk, securityKey } from './kiosk.ts'
import { createPatient } from './patient.ts'
import type { World } from './world.ts'

/** A staff member of the clinic with a security key, registered for one kiosk. */
export async function openDesk(world: World, { registered = true } = {}) {
  const key = securityKey(world.origin)
  key.create({
    challenge: 'AAAA',
    rp: { name: 'staff', id: 'localhost' },
    user: { id: 'AAAA', name: 'staff', displayName: '' },
    pubKeyCredParams: [],
  } satisfies PublicKeyCredentialCreationOptionsJSON)
  const [credential] = key.credentials
  if (!credential) throw new Error('no credential')
  const entry = { name: '受付の人', key: `${credential.id}.${credential.publicKey.toString('base64url')}` }
  if (registered) await changeKiosk(world, 'front-desk', { staff: [entry] })
  const { browser, call } = createPatient({ origin: world.origin, authenticator: key })
  const options = () => call<RequestOptions>('POST', '/api/kiosk/staff/sessions/options', {})
  return {
    browser,
    call,
    answer: async () => ({ response: key.get(await options()) }),
    async signIn() {
      return call<{ staff: { name: string } }>('POST', '/api/kiosk/staff/sessions', await this.answer())
    },
    kiosk: async () => (await call<StaffAnswer>('GET', '/api/kiosk/staff')).kiosks[0],
    send: (path: string, json: unknown) => browser.send('POST', `/api/kiosk/staff${path}`, { json }),
  }
}
