import { basis } from './ja-easy/basis.ts'
import { coverage } from './ja-easy/coverage.ts'
import { decisions } from './ja-easy/decisions.ts'

import { facts } from './ja-easy/facts.ts'
import { help } from './ja-easy/help.ts'
import { how } from './ja-easy/how.ts'
import { identity } from './ja-easy/identity.ts'
import { letter } from './ja-easy/letter.ts'
import { news } from './ja-easy/news.ts'
import { part } from './ja-easy/part.ts'
import { passkeys } from './ja-easy/passkeys.ts'
import { reach } from './ja-easy/reach.ts'
import { reading } from './ja-easy/reading.ts'
import { receipts } from './ja-easy/receipts.ts'
import { record } from './ja-easy/record.ts'
import { settings } from './ja-easy/settings.ts'
import { uses } from './ja-easy/uses.ts'
import type { LaterMessages } from './ja-later.ts'

export const later: LaterMessages = {
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
