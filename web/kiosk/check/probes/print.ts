import { BY_HAND, type Finding } from '../finding.ts'

/** Prints the test page. The installer looks at the paper, and whether a dialog appeared. */
export function printTest(): Finding {
  print()
  return BY_HAND
}
