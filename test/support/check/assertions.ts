import { createHash } from 'node:crypto'
import { verifySignature } from '@simplewebauthn/server/helpers'

/** What one key signed, and with what. */
export type Assertion = {
  nonce: string
  credential_id: string
  public_key: string
  client_data_json: string
  authenticator_data: string
  signature: string
}

/** A key has signed exactly this text. */
export async function assertionFaults(evidence: Assertion, text: string, origin: string): Promise<string[]> {
  const faults: string[] = []
  const clientData = Buffer.from(evidence.client_data_json, 'base64url')
  const client = JSON.parse(clientData.toString()) as { challenge: string; origin: string; type: string }
  const nonce = Buffer.from(evidence.nonce, 'base64url')
  if (client.challenge !== hash(nonce, text)) faults.push('challenge')
  if (client.origin !== origin || client.type !== 'webauthn.get') faults.push('origin or type')
  const data = Buffer.concat([
    Buffer.from(evidence.authenticator_data, 'base64url'),
    createHash('sha256').update(clientData).digest(),
  ])
  const valid = await verifySignature({
    signature: new Uint8Array(Buffer.from(evidence.signature, 'base64url')),
    data: new Uint8Array(data),
    credentialPublicKey: new Uint8Array(Buffer.from(evidence.public_key, 'base64url')),
  })
  return valid ? faults : [...faults, 'signature']
}

/** SHA-256 (base64url) of these parts together. */
export function hash(...parts: (string | Buffer)[]): string {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('base64url')
}
