import type { ReceiptPayload } from '../../../api/contract/patient.ts'

/** Reads the payload of a compact JWS without verifying it. Use it only for receipts from our own server or device. */
export function payloadOf(jws: string): ReceiptPayload {
  const part = jws.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes)) as ReceiptPayload
}
