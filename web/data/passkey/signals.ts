import type { PasskeysAnswer } from '../../../api/contract/patient.ts'

/** What browsers with the signal methods of WebAuthn L3 §5.1.10 add to PublicKeyCredential. */
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
 * Tells the device's password manager which passkeys the account has and what it is called, so that it hides those that
 * were removed. It deletes what the list lacks: give it only the answer that the server just gave, whole.
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

/** Web Lock of a passkey that is being made, in whatever tab. */
const MAKING = 'making-passkey'

/**
 * To be called when a passkey begins to be made; gives what ends that. Between the device's making it and the server's
 * taking it every list lacks it, and to signal one would delete it.
 */
export function beginMakingPasskey(): () => void {
  let end = () => {}
  const made = new Promise<void>((resolve) => {
    end = resolve
  })
  navigator.locks?.request(MAKING, { mode: 'shared' }, () => made).catch(() => {})
  return end
}

/** True while some tab makes a passkey. Never rejects. */
export async function isMakingPasskey(): Promise<boolean> {
  if (!navigator.locks) return false
  return navigator.locks.query().then(
    ({ held = [] }) => held.some(({ name }) => name === MAKING),
    () => true,
  )
}
