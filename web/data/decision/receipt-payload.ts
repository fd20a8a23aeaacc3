import type { ReceiptPayload } from '../../../api/contract/patient.ts'

/** Reads the payload of a compact JWS without verifying it. Use it only for receipts from our own server or device. */
export function payloadOf(jws: string): ReceiptPayload {
  const part = jws.split('.')[1] ?? ''
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes)) as ReceiptPayload
}

/** Finds the compact JWS in a pasted text: the text itself, or what follows `#` in the QR code's address. */
export function receiptIn(text: string): string {
  return text.slice(text.indexOf('#') + 1).replaceAll(/\s/g, '')
}

/** The address that verifies a receipt. What follows `#` never leaves the browser. */
export function verifyAddress(jws: string): string {
  return `${location.origin}/verify#${jws}`
}
