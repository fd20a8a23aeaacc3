import type { Named } from '../../api/portal/sources/source.ts'

/** What a source says of somebody who is known by ID5 alone. */
export const namedById5 = (id5: string): Named => ({
  ids: [{ scheme: 'id5', id: id5 }],
  was: [],
  candidates: [],
})
