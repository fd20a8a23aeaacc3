import { coverage } from './en/coverage.ts'
import { databases } from './en/databases.ts'
import { decisions } from './en/decisions.ts'
import { failures } from './en/failures.ts'
import { identity } from './en/identity.ts'
import { passkeys } from './en/passkeys.ts'
import { receipts } from './en/receipts.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { welcome } from './en/welcome.ts'
import type { Messages } from './ja.ts'

export { format } from './en/format.ts'

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
