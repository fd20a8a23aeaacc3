/** Finds the compact JWS in a pasted text: the text itself, or what follows `#` in the QR code's address. */
export function receiptIn(text: string): string {
  return text.slice(text.indexOf('#') + 1).replaceAll(/\s/g, '')
}

/** The address that verifies a receipt. What follows `#` never leaves the browser. */
export function verifyAddress(jws: string): string {
  return `${location.origin}/verify#${jws}`
}
