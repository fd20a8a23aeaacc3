import { basis } from './en/basis.ts'
import { cases } from './en/cases.ts'
import { coverage } from './en/coverage.ts'
import { decisions } from './en/decisions.ts'

import { facts } from './en/facts.ts'
import { help } from './en/help.ts'
import { how } from './en/how.ts'
import { identity } from './en/identity.ts'
import { letter } from './en/letter.ts'
import { messages } from './en/messages.ts'
import { missing } from './en/missing.ts'
import { news } from './en/news.ts'
import { others } from './en/others.ts'
import { outbox } from './en/outbox.ts'
import { paper } from './en/paper.ts'
import { part } from './en/part.ts'
import { passkeys } from './en/passkeys.ts'
import { people } from './en/people.ts'
import { reach } from './en/reach.ts'
import { reading } from './en/reading.ts'
import { receipts } from './en/receipts.ts'
import { record } from './en/record.ts'
import { refusals } from './en/refusals.ts'
import { safety } from './en/safety.ts'
import { settings } from './en/settings.ts'
import { uses } from './en/uses.ts'
import { whose } from './en/whose.ts'
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
