import { createHash } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { ProblemError } from '../problem.ts'
import type { Grant } from './portal.ts'

/** What a proofing keeps between requests, encrypted under the proofing cookie's secret. */
export type Sealed = {
  verifier: string
  nonce: string
  /** On a shared device: a sign-in before this time does not count, in ms of the portal's clock. Otherwise null. */
  login_since: number | null
  grant?: Grant
}

const sealingKey = (secret: string) => createHash('sha256').update(`proofing\n${secret}`).digest()

/** JWE `dir`, A256GCM, under the secret that only the person's browser keeps: at rest even we cannot read it. */
export const seal = (content: Sealed, secret: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(sealingKey(secret))

/** @throws ProblemError not-found when the browser does not hold the secret. */
export async function unseal(sealed: string, secret: string | undefined): Promise<Sealed> {
  if (!secret) throw new ProblemError('not-found')
  const { plaintext } = await compactDecrypt(sealed, sealingKey(secret), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch(() => {
    throw new ProblemError('not-found')
  })
  return JSON.parse(new TextDecoder().decode(plaintext)) as Sealed
}
