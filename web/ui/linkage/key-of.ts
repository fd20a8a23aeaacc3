import type { LinkageView } from '../../../api/contract/patient.ts'

/** What tells the linkages of one database apart. Several records of one purpose may be about one person. */
export const keyOf = ({ purpose, precision, since }: LinkageView): string =>
  `${purpose} ${precision} ${since}`
