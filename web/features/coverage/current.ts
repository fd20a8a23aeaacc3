import type { Coverage, CoverageAnswer } from '../../../api/contract/patient.ts'

/** The coverage that is valid now; null if the portal holds none. */
export function currentOf(answer: CoverageAnswer): Coverage | null {
  const { insurer_number, number, qualified_on, symbol, branch } = answer
  if (insurer_number === null || number === null || qualified_on === null) return null
  return { insurer_number, number, qualified_on, symbol, branch, ended_on: null }
}
