import { eraseEverything } from '../device/discreet/keep-nothing.ts'
import { noteUnended } from '../device/discreet/unended.ts'
import { tellOtherTabs } from '../device/other-tabs.ts'
import { sleep } from '../state/browser.ts'
import { NEUTRAL } from './session.ts'

/** How long the neutral page may wait for the session to end and for the device to be empty, in milliseconds. */
const WAIT_MS = 1_000

/**
 * Leaves at once: hides the page, ends the session, empties this device, and shows a page that says nothing. What takes
 * too long goes on behind that page. A session that lives on, as there is no network, is ended by the next page.
 */
export async function exitAtOnce(): Promise<void> {
  document.body.hidden = true
  document.title = ''
  tellOtherTabs('gone')
  let hasEnded = false
  const ended = fetch('/api/session', {
    method: 'DELETE',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
  }).then(
    ({ status }) => {
      hasEnded = status < 500
    },
    () => {},
  )
  const late = new AbortController()
  await Promise.race([Promise.allSettled([ended, eraseEverything()]), sleep(WAIT_MS, late.signal)])
  late.abort()
  if (!hasEnded) noteUnended()
  await toFirstEntry().catch(() => {})
  location.replace(NEUTRAL)
}

type Entry = { key: string; index: number; sameDocument: boolean }
/** https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-api, where the browser has it. */
type Navigation = {
  currentEntry: Entry | null
  entries(): Entry[]
  traverseTo(key: string): { finished: Promise<unknown> }
}

/** Goes back to the first entry that this document made, so that the neutral page takes the place of all of them. */
async function toFirstEntry(): Promise<void> {
  const { navigation } = globalThis as { navigation?: Navigation }
  const now = navigation?.currentEntry?.index ?? 0
  const own = navigation?.entries().slice(0, now + 1) ?? []
  const before = own.findLastIndex(({ sameDocument }) => !sameDocument)
  const first = own[before + 1]
  if (navigation && first && first.index < now) await navigation.traverseTo(first.key).finished
}
