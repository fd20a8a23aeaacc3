import type { ReceiptPayload } from '../../../api/contract/patient.ts'

/** Reads the payload of a compact JWS without verifying it: for receipts that came from our own server or device. */
export function payloadOf(jws: string): ReceiptPayload {
  const part = jws.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes)) as ReceiptPayload
}

/** The compact JWS in what was pasted: the text itself, or the address of the QR code with it after `#`. */
export function receiptIn(text: string): string {
  return text.slice(text.indexOf('#') + 1).replaceAll(/\s/g, '')
}

/** The address that verifies a receipt. What follows `#` never leaves the browser. */
export function verifyAddress(jws: string): string {
  return `${location.origin}/verify#${jws}`
}
