import { basis } from './ja-easy/basis.ts'
import { cases } from './ja-easy/cases.ts'
import { coverage } from './ja-easy/coverage.ts'
import { decisions } from './ja-easy/decisions.ts'

import { facts } from './ja-easy/facts.ts'
import { help } from './ja-easy/help.ts'
import { how } from './ja-easy/how.ts'
import { identity } from './ja-easy/identity.ts'
import { letter } from './ja-easy/letter.ts'
import { messages } from './ja-easy/messages.ts'
import { missing } from './ja-easy/missing.ts'
import { news } from './ja-easy/news.ts'
import { others } from './ja-easy/others.ts'
import { outbox } from './ja-easy/outbox.ts'
import { paper } from './ja-easy/paper.ts'
import { part } from './ja-easy/part.ts'
import { passkeys } from './ja-easy/passkeys.ts'
import { people } from './ja-easy/people.ts'
import { reach } from './ja-easy/reach.ts'
import { reading } from './ja-easy/reading.ts'
import { receipts } from './ja-easy/receipts.ts'
import { record } from './ja-easy/record.ts'
import { refusals } from './ja-easy/refusals.ts'
import { safety } from './ja-easy/safety.ts'
import { settings } from './ja-easy/settings.ts'
import { uses } from './ja-easy/uses.ts'
import { whose } from './ja-easy/whose.ts'
import type { LaterMessages } from './ja-later.ts'

export const later: LaterMessages = {
  basis,
  cases,
  coverage,
  decisions,
  help,
  how,
  record,
  facts,
  identity,
  letter,
  messages,
  missing,
  news,
  others,
  outbox,
  paper,
  part,
  passkeys,
  people,
  reading,
  reach,
  receipts,
  refusals,
  safety,
  settings,
  uses,
  whose,
}
