import { basis } from './ja/basis.ts'
import { cases } from './ja/cases.ts'
import { coverage } from './ja/coverage.ts'
import { decisions } from './ja/decisions.ts'

import { facts } from './ja/facts.ts'
import { help } from './ja/help.ts'
import { how } from './ja/how.ts'
import { identity } from './ja/identity.ts'
import { letter } from './ja/letter.ts'
import { messages } from './ja/messages.ts'
import { missing } from './ja/missing.ts'
import { news } from './ja/news.ts'
import { others } from './ja/others.ts'
import { outbox } from './ja/outbox.ts'
import { paper } from './ja/paper.ts'
import { part } from './ja/part.ts'
import { passkeys } from './ja/passkeys.ts'
import { people } from './ja/people.ts'
import { reach } from './ja/reach.ts'
import { reading } from './ja/reading.ts'
import { receipts } from './ja/receipts.ts'
import { record } from './ja/record.ts'
import { refusals } from './ja/refusals.ts'
import { safety } from './ja/safety.ts'
import { settings } from './ja/settings.ts'
import { uses } from './ja/uses.ts'
import { whose } from './ja/whose.ts'

export const later = {
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

/** Messages of screens that are loaded when they are opened. */
export type LaterMessages = typeof later
