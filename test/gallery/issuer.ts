import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { DecisionView, ReceiptPayload } from '../../api/contract/patient.ts'

const { publicKey, privateKey } = await generateKeyPair('ES256')
const HEADER = { alg: 'ES256', typ: 'receipt+jwt', kid: 'gallery' }

/** The public keys by which a browser verifies the receipts made here. */
export const ISSUER_KEYS = {
  keys: [{ ...(await exportJWK(publicKey)), kid: HEADER.kid, alg: 'ES256', use: 'sig' }],
}

type Of = Pick<
  DecisionView,
  'choice' | 'scope' | 'for' | 'databases' | 'text' | 'receipt_number' | 'recorded_at'
>

/** A receipt as the api signs it, under a key of its own. */
export function receiptOf({
  choice,
  scope,
  databases,
  text = '',
  receipt_number,
  recorded_at,
  for: acting,
}: Of): Promise<string> {
  const payload = {
    iss: 'http://localhost:3000',
    iat: Math.floor(Date.parse(recorded_at) / 1000),
    jti: receipt_number,
    choice,
    scope,
    databases,
    text,
    ...(acting ? { acting } : {}),
    assertion: 'B'.repeat(43),
  } satisfies ReceiptPayload
  return new SignJWT(payload).setProtectedHeader(HEADER).sign(privateKey)
}
