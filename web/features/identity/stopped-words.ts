import type { Proofed } from '../../data/http/portal-answer.ts'
import type { Messages } from '../../text/ja.ts'

/** Why proofing did not succeed. `rejected`: the answer was refused. `no-data`: the answer identifies nobody. */
export type Stopped = Exclude<Proofed, 'pending' | 'ready'> | 'rejected' | 'no-data'

/** Title and text of a screen that says why proofing stopped. `failed`: whether the title is that of an error. */
export function stoppedWords(i: Messages['identity'], why: Stopped) {
  const words: Record<Stopped, [title: string, text: string]> = {
    declined: [i.declinedTitle, i.declined],
    unavailable: [i.unavailableTitle, i.unavailable],
    expired: [i.expiredTitle, i.expired],
    mismatch: [i.mismatchTitle, i.mismatch],
    'wrong-link': [i.wrongLinkTitle, i.wrongLink],
    rejected: [i.rejectedTitle, i.rejected],
    'no-data': [i.noDataTitle, i.noData],
  }
  const [title, text] = words[why]
  return { title, text, failed: !calm.has(why) }
}

/** No errors: declining is a choice, and a portal without data has answered. */
const calm = new Set<Stopped>(['declined', 'no-data'])
