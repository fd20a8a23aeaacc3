import { databases } from './en/databases.ts'
import { failures } from './en/failures.ts'
import { shell } from './en/shell.ts'
import { status } from './en/status.ts'
import { welcome } from './en/welcome.ts'
import type { FirstMessages } from './ja.ts'

export { format } from './en/format.ts'

export const messages: FirstMessages = {
  databases,
  failures,
  shell,
  status,
  welcome,
}
