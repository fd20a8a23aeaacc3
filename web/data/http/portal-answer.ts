import type { ProofingAnswer, ProofingStatus } from '../../../api/contract/patient.ts'

/** Progress of a proofing. `wrong-link`: the portal returned numbers of two people, which the insurer must correct. */
export type Proofed = ProofingStatus | 'wrong-link'

export const proofedOf = ({ status, reason }: ProofingAnswer): Proofed =>
  reason === 'numbers-of-two-people' ? 'wrong-link' : status
