import type { PasskeysAnswer } from '../../api/contract/patient.ts'

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
