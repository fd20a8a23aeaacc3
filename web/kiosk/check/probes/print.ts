import { BY_HAND, type Finding } from '../finding.ts'

/** Prints the test page. What came out, and whether a dialog stood in between, is for the eye. */
export function printTest(): Finding {
  print()
  return BY_HAND
}
