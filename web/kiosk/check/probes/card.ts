import { CARD_REMOVED } from '../../card/removed.ts'
import { type Finding, judge } from '../finding.ts'

const PATIENCE_MS = 60_000

/** Passes when the terminal has no authenticator of its own: everybody would share its fingerprint reader or PIN. */
export async function noPlatformPasskey(): Promise<Finding> {
  const offered = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()
  return judge(!offered, offered ? 'platform authenticator' : '')
}

/**
 * Makes a credential that the card does not store. It shows that the reader works and that the card verifies its
 * holder.
 */
export async function tryReader(): Promise<Finding> {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { id: location.hostname, name: 'えらぶ Erabu' },
        user: { id: random(16), name: '点検 check', displayName: '点検 check' },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: {
          authenticatorAttachment: 'cross-platform',
          residentKey: 'discouraged',
          userVerification: 'required',
        },
        attestation: 'none',
        timeout: PATIENCE_MS,
      },
    })
    const { authenticatorAttachment, response } = made as PublicKeyCredential
    // Firefox before 119 does not tell them.
    const transports = (response as Partial<AuthenticatorAttestationResponse>).getTransports?.() ?? []
    const roams = authenticatorAttachment === 'cross-platform' && !transports.includes('internal')
    return judge(roams, transports.join(', '))
  } catch (error) {
    return judge(false, error instanceof Error ? error.name : '')
  }
}

/** Notices a reader that reports when the card is taken out. */
export function whenCardRemoved(found: (finding: Finding) => void): () => void {
  const look = ({ key }: KeyboardEvent) => {
    if (key === CARD_REMOVED) found(judge(true, key))
  }
  addEventListener('keydown', look)
  return () => removeEventListener('keydown', look)
}
