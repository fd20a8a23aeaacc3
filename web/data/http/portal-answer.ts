import type { ProofingAnswer, ProofingStatus } from '../../../api/contract/patient.ts'

/** How far the portal has come; `wrong-link`: its numbers are not all one person's, and the insurer has to look. */
export type Proofed = ProofingStatus | 'wrong-link'

export const proofedOf = ({ status, reason }: ProofingAnswer): Proofed =>
  reason === 'numbers-of-two-people' ? 'wrong-link' : status
