import type { Messages } from './ja.ts'
import { coverage } from './ja-easy/coverage.ts'
import { databases } from './ja-easy/databases.ts'
import { decisions } from './ja-easy/decisions.ts'
import { failures } from './ja-easy/failures.ts'
import { identity } from './ja-easy/identity.ts'
import { passkeys } from './ja-easy/passkeys.ts'
import { receipts } from './ja-easy/receipts.ts'
import { settings } from './ja-easy/settings.ts'
import { shell } from './ja-easy/shell.ts'
import { welcome } from './ja-easy/welcome.ts'

export { format } from './ja-easy/format.ts'

export const messages: Messages = {
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
