import type { Audited } from '../audit/trail.ts'
import type { Passkey } from '../domain/passkey.ts'
import { ProblemError } from '../problem.ts'
import { touchPasskey } from '../store/people/passkeys.ts'
import type { Transactor } from '../store/store.ts'

/** A passkey with its owner, as it was when its assertion was verified. */
export type Verified = Passkey & { patient: { id: string } }

/**
 * Notes that a passkey was used, in the transaction that acts on its assertion. Between verification and action the
 * passkey may have been removed, or a copy of it may have signed. Then the assertion must have no effect.
 * @returns what the audit trail is told of it, with what the act itself tells. @throws ProblemError passkey-rejected
 */
export async function noteUse(
  tx: Transactor,
  verified: Verified,
  used: { counter: number; backed_up: boolean; wentBack: boolean; at: number },
): Promise<Audited[]> {
  if (!(await touchPasskey(tx, { ...verified, patient_id: verified.patient.id }, used)))
    throw new ProblemError('passkey-rejected', { reason: 'the passkey was removed or has signed meanwhile' })
  return used.wentBack ? [{ kind: 'counter-back', reference: verified.id }] : []
}
