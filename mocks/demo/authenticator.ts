import type { CDPSession } from 'playwright-core'

/** A passkey of a virtual authenticator, in the form of the DevTools protocol. */
export type VirtualCredential = {
  credentialId: string
  isResidentCredential: boolean
  rpId?: string
  privateKey: string
  userHandle?: string
  signCount: number
}

export type VirtualAuthenticator = Awaited<ReturnType<typeof attachAuthenticator>>

/**
 * Adds an authenticator to a page that is always present and always consents, like a phone after a fingerprint.
 * @param devtools session of the page. @param passkeys its initial passkeys. @param transport `usb` for a card on a
 * reader.
 */
export async function attachAuthenticator(
  devtools: CDPSession,
  passkeys: VirtualCredential[] = [],
  transport: 'internal' | 'usb' = 'internal',
) {
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  for (const credential of passkeys)
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential })

  return {
    /** Removes it, like a phone that was left at home. */
    remove: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    /** Its current passkeys, to give to another page. */
    async passkeys(): Promise<VirtualCredential[]> {
      return (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials
    },
  }
}
