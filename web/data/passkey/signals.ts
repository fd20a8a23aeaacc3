import type { PasskeysAnswer } from '../../../api/contract/patient.ts'

/** The signal methods that some browsers add to PublicKeyCredential (WebAuthn L3 §5.1.10). */
type Signals = {
  signalAllAcceptedCredentials?(of: {
    rpId: string
    userId: string
    allAcceptedCredentialIds: string[]
  }): Promise<void>
  signalCurrentUserDetails?(of: {
    rpId: string
    userId: string
    name: string
    displayName: string
  }): Promise<void>
}

/**
 * Reports the account's passkeys and name to the device's password manager, so that it hides removed ones. The
 * password manager deletes what the list lacks: pass only a complete answer just received from the server.
 */
export async function signalPasskeys({ rp_id, user, passkeys }: PasskeysAnswer): Promise<void> {
  const signals = (globalThis as { PublicKeyCredential?: Signals }).PublicKeyCredential
  if (!signals || passkeys.length === 0) return
  const of = { rpId: rp_id, userId: user.id }
  const allAcceptedCredentialIds = passkeys.map(({ id }) => id)
  const told = [
    signals.signalAllAcceptedCredentials?.({ ...of, allAcceptedCredentialIds }),
    signals.signalCurrentUserDetails?.({ ...of, name: user.name, displayName: user.name }),
  ]
  await Promise.allSettled(told)
}

/** Web Lock held while any tab makes a passkey. */
const MAKING = 'making-passkey'

/**
 * Call it when making a passkey begins. Returns the function that ends it. Until the server has the new passkey,
 * every list lacks it, and signalling one would delete it.
 */
export function beginMakingPasskey(): () => void {
  let end = () => {}
  const made = new Promise<void>((resolve) => {
    end = resolve
  })
  navigator.locks?.request(MAKING, { mode: 'shared' }, () => made).catch(() => {})
  return end
}

/** True while any tab makes a passkey. Never rejects. */
export async function isMakingPasskey(): Promise<boolean> {
  if (!navigator.locks) return false
  return navigator.locks.query().then(
    ({ held = [] }) => held.some(({ name }) => name === MAKING),
    () => true,
  )
}
