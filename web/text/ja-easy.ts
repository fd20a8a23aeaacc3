import type { FirstMessages } from './ja.ts'
import { databases } from './ja-easy/databases.ts'
import { failures } from './ja-easy/failures.ts'
import { shell } from './ja-easy/shell.ts'
import { status } from './ja-easy/status.ts'
import { welcome } from './ja-easy/welcome.ts'

export { format } from './ja-easy/format.ts'

export const messages: FirstMessages = {
  databases,
  failures,
  shell,
  status,
  welcome,
}
