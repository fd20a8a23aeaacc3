import type { Passkey } from '../domain/passkey.ts'
import { ProblemError } from '../problem.ts'
import { touchPasskey } from '../store/patients.ts'
import type { Transactor } from '../store/store.ts'

/** A passkey with its owner, as it was when its assertion was verified. */
export type Verified = Passkey & { patient: { id: string } }

/**
 * Notes that a passkey was used, in the transaction that acts on its assertion. Between verification and act it may have
 * been removed, or a copy of it may have signed: then nothing may come of the assertion.
 * @throws ProblemError passkey-rejected
 */
export async function noteUse(
  tx: Transactor,
  verified: Verified,
  used: { counter: number; backed_up: boolean; at: number },
): Promise<void> {
  if (!(await touchPasskey(tx, { ...verified, patient_id: verified.patient.id }, used)))
    throw new ProblemError('passkey-rejected', { reason: 'the passkey was removed or has signed meanwhile' })
}
