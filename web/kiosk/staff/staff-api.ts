import type { KioskCommand, StaffAnswer } from '../../../api/contract/kiosk.ts'
import type { RequestOptions } from '../../../api/contract/patient.ts'
import { fromBase64url, toBase64url } from '../../data/decision/digest.ts'
import { requestJson } from '../../data/http/request.ts'

const post = <T>(path: string, body: unknown) =>
  requestJson<T>(`/api/kiosk/staff${path}`, { method: 'POST', body })

export const staffApi = {
  overview: () => requestJson<StaffAnswer>('/api/kiosk/staff'),
  step: (call: string, step: 'taken' | 'closed') =>
    post<void>(`/calls/${encodeURIComponent(call)}`, { step }),
  command: (kiosk: string, command: KioskCommand) =>
    post<void>(`/kiosks/${encodeURIComponent(kiosk)}/commands`, { command }),
  signOut: () => requestJson<void>('/api/session', { method: 'DELETE' }),
  async signIn(): Promise<void> {
    const optionsJSON = await post<RequestOptions>('/sessions/options', {})
    const { startAuthentication } = await import('@simplewebauthn/browser')
    await post('/sessions', { response: await startAuthentication({ optionsJSON }) })
  },
}

/**
 * Makes a credential on a security key. Returns the text for the operator's file of kiosks: `<credential id>.<COSE
 * key>`. The server takes no part. It knows a key once the operator has added it.
 */
export async function makeStaffKey(): Promise<string> {
  const random = (length: number) => toBase64url(crypto.getRandomValues(new Uint8Array(length)))
  const { startRegistration } = await import('@simplewebauthn/browser')
  const { id, response } = await startRegistration({
    optionsJSON: {
      challenge: random(32),
      rp: { id: location.hostname, name: 'えらぶ Erabu' },
      user: { id: random(16), name: 'えらぶ 係員', displayName: 'えらぶ 係員' },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key' as const, alg })),
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform',
        residentKey: 'required',
        userVerification: 'required',
      },
      attestation: 'none',
    },
  })
  const data = fromBase64url(response.authenticatorData ?? '')
  // WebAuthn L3 §6.5.1: 37 bytes, AAGUID (16 bytes), length of the id (2 bytes), id, key.
  const length = new DataView(data.buffer).getUint16(53)
  return `${id}.${toBase64url(data.slice(55 + length))}`
}
