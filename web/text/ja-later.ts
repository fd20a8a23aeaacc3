import { basis } from './ja/basis.ts'
import { coverage } from './ja/coverage.ts'
import { decisions } from './ja/decisions.ts'

import { facts } from './ja/facts.ts'
import { help } from './ja/help.ts'
import { how } from './ja/how.ts'
import { identity } from './ja/identity.ts'
import { letter } from './ja/letter.ts'
import { news } from './ja/news.ts'
import { part } from './ja/part.ts'
import { passkeys } from './ja/passkeys.ts'
import { reach } from './ja/reach.ts'
import { reading } from './ja/reading.ts'
import { receipts } from './ja/receipts.ts'
import { record } from './ja/record.ts'
import { settings } from './ja/settings.ts'
import { uses } from './ja/uses.ts'

export const later = {
  basis,
  coverage,
  decisions,
  help,
  how,
  record,
  facts,
  identity,
  letter,
  news,
  part,
  passkeys,
  reading,
  reach,
  receipts,
  settings,
  uses,
}

/** Messages of screens that are loaded when they are opened. */
export type LaterMessages = typeof later
