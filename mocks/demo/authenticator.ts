import type { CDPSession } from 'playwright-core'

/** A passkey of a virtual authenticator, as the DevTools protocol hands it out. */
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
 * Gives a page an authenticator that is always there and always says yes, as a phone does after a finger was laid on
 * it. @param devtools session of the page. @param passkeys those it has already. @param transport `usb` for a card on a
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
    /** Takes it away, as a phone that stays at home. */
    remove: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    /** The passkeys it has now, to be given to another page. */
    async passkeys(): Promise<VirtualCredential[]> {
      return (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials
    },
  }
}
