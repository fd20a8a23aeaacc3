import { databases } from './ja/databases.ts'
import { failures } from './ja/failures.ts'
import { shell } from './ja/shell.ts'
import { status } from './ja/status.ts'
import { welcome } from './ja/welcome.ts'
import type { LaterMessages } from './ja-later.ts'

export { format } from './ja/format.ts'

export const messages = {
  databases,
  failures,
  shell,
  status,
  welcome,
}

/** Messages of the first load: those of P1, P4, the frame and failures. The compiler holds each language to exactly these. */
export type FirstMessages = typeof messages

/** Every message of the patient's entry. */
export type Messages = FirstMessages & LaterMessages
