export type PasskeySupport = 'available' | 'unavailable'

/**
 * Whether this browser can use passkeys at all (WebAuthn §5.1). `available` promises no particular authenticator: the
 * device may lack a screen lock.
 */
export function passkeySupport(): PasskeySupport {
  const { PublicKeyCredential: type, navigator } = globalThis as Partial<typeof globalThis>
  return typeof type === 'function' && navigator?.credentials ? 'available' : 'unavailable'
}
