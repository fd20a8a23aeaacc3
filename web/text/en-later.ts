import { basis } from './en/basis.ts'
import { coverage } from './en/coverage.ts'
import { decisions } from './en/decisions.ts'

import { facts } from './en/facts.ts'
import { help } from './en/help.ts'
import { how } from './en/how.ts'
import { identity } from './en/identity.ts'
import { letter } from './en/letter.ts'
import { news } from './en/news.ts'
import { part } from './en/part.ts'
import { passkeys } from './en/passkeys.ts'
import { reach } from './en/reach.ts'
import { reading } from './en/reading.ts'
import { receipts } from './en/receipts.ts'
import { record } from './en/record.ts'
import { settings } from './en/settings.ts'
import { uses } from './en/uses.ts'
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
