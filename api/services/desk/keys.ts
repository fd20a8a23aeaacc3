import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { orReject } from '../../auth/challenges.ts'
import { type Expectation, type Identified, type Passkey, verifyAssertion } from '../../domain/passkey.ts'
import { ProblemError } from '../../problem.ts'
import { type Keyed, updateStaff } from '../../store/desk/staff.ts'
import type { Transactor } from '../../store/store.ts'

/** The key of one of the staff, as what verifies an assertion wants it. */
export const keyOf = (staff: Keyed): Passkey => ({
  id: staff.credential_id,
  public_key: staff.public_key,
  counter: staff.counter,
  transports: JSON.parse(staff.transports),
  backup_eligible: false,
  user_handle: staff.user_handle,
})

/** Verifies an assertion of a desk's key. @returns its new counter. @throws ProblemError passkey-rejected */
export async function usesKey(
  response: AuthenticationResponseJSON,
  staff: Keyed,
  expected: Expectation,
  identified: Identified,
): Promise<number> {
  return (await orReject(verifyAssertion(response, keyOf(staff), expected, identified))).counter
}

/**
 * Notes that a key was used, in the transaction that acts on its assertion. Between verification and action a copy of it
 * may have signed. Then the assertion must have no effect.
 * @param current its row, locked. @throws ProblemError passkey-rejected
 */
export async function noteKeyUse(
  tx: Transactor,
  current: Keyed,
  verified: Pick<Passkey, 'id' | 'counter'>,
  counter: number,
): Promise<void> {
  if (current.credential_id !== verified.id || current.counter !== verified.counter)
    throw new ProblemError('passkey-rejected', { reason: 'the key has signed meanwhile' })
  if (counter !== current.counter) await updateStaff(tx, current.id, { counter })
}
