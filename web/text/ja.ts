import { coverage } from './ja/coverage.ts'
import { databases } from './ja/databases.ts'
import { decisions } from './ja/decisions.ts'
import { failures } from './ja/failures.ts'
import { identity } from './ja/identity.ts'
import { passkeys } from './ja/passkeys.ts'
import { receipts } from './ja/receipts.ts'
import { settings } from './ja/settings.ts'
import { shell } from './ja/shell.ts'
import { welcome } from './ja/welcome.ts'

export { format } from './ja/format.ts'

export const messages = {
  shell,
  welcome,
  identity,
  coverage,
  databases,
  decisions,
  passkeys,
  receipts,
  settings,
  failures,
}

/** Every message of the patient's entry. The compiler holds each language to exactly these. */
export type Messages = typeof messages
