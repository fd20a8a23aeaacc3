import type { SessionAnswer } from '../../../api/contract/patient.ts'
import {
  isDeviceUsed,
  keepUseOnDevice,
  markDeviceUsed,
  noteActing,
  wasActing,
  wasDiscreet,
} from '../device/device-used.ts'
import { isDiscreet, setDiscreet } from '../device/discreet/discreet.ts'
import { showPlace } from '../device/discreet/place.ts'
import { forgetUnended, isUnended } from '../device/discreet/unended.ts'
import { type Told, tellOtherTabs, whenOtherTabs } from '../device/other-tabs.ts'
import { eraseDevice } from '../device/storage.ts'
import { forgetDraft, forgetTab, lastDraft } from '../device/tab-memory.ts'
import { api } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import type { Failure } from '../http/failure.ts'
import { failureOf, isTransient } from '../http/failure.ts'
import { whenNotSignedIn } from '../http/request.ts'
import { setWhom, whenForeign } from '../http/whom.ts'
import { isVisible, whenBack, whenSettled } from '../state/browser.ts'
import { createStore, useStore } from '../state/store.ts'
import { refreshDatabases, resetDatabases } from './databases.ts'
import { refreshDecisions, resetDecisions } from './decisions.ts'

/**
 * `ended`: the server ended a session that was signed in on this page. `elsewhere`: another tab has changed whom the
 * session is about, and nobody has seen it here yet; `lost`: a draft that was begun here has gone with that.
 */
export type SessionState =
  | { status: 'loading' }
  | { status: 'signed-out'; ended?: true }
  | { status: 'proofed'; session: SessionAnswer }
  | { status: 'signed-in'; session: SessionAnswer; elsewhere?: true | 'lost' }
  | { status: 'offline' }
  | { status: 'failed'; failure: Failure }

const session = createStore<SessionState>({ status: 'loading' }, () => {
  const stops = [whenBack(() => void refreshSession()), whenOtherTabs(happenedElsewhere)]
  void refreshSession()
  whenSettled(startSyncOnce)
  return () => {
    for (const stop of stops) stop()
  }
})
/** A page that says nothing of this service. */
export const NEUTRAL = '/page.html'

/** Milliseconds before the session is asked for again. Not every browser tells a page that it has a network again. */
const AGAIN_MS = 5_000

let again: ReturnType<typeof setTimeout> | undefined
let syncing = false
let latest = 0

whenNotSignedIn(() => become(signedOut()))
whenForeign(() => void refreshSession())

/** The session as the server knows it: one state for the whole page. */
export function useSession(): SessionState {
  return useStore(session)
}

/** The same, at this moment. */
export const sessionNow = (): SessionState => session.get()

/** Reloads the session. Without an answer, a session that has not expired stays. Never rejects. */
export async function refreshSession(): Promise<void> {
  if (!isDeviceUsed()) {
    void endUnended()
    forgetTab()
    return become({ status: 'signed-out' })
  }
  const mine = ++latest
  const next = await api.session().then(stateOf, (error) => withoutAnswer(failureOf(error)))
  if (mine === latest) become(next)
}

/** Ends the session of somebody who left while there was no network. Never rejects. */
async function endUnended(): Promise<void> {
  if (!isUnended()) return
  const code = await api.signOut().then(
    () => '',
    (error) => failureOf(error).code,
  )
  if (code === '' || code === 'not-signed-in') forgetUnended()
}

/** Takes over the session that a sign-in returned. */
export function signedIn(answer: SessionAnswer): void {
  markDeviceUsed()
  forgetPerson()
  become(stateOf(answer))
}

/** Takes over the session of somebody who began to act for another person, or ended it. */
export function actedFor(answer: SessionAnswer): void {
  become(stateOf(answer), true)
  tellOtherTabs('whom')
}

/** The person has seen whom this page is about now. */
export function sawChange(): void {
  const state = session.get()
  if (state.status === 'signed-in') session.set({ status: 'signed-in', session: state.session })
}

/** Takes over a session whose safe mode has changed. What this page holds has, or lacks, the names of places. */
export function takeSession(answer: SessionAnswer): void {
  forgetPerson()
  become(stateOf(answer))
}

/** Whether the person of a session is in safe mode. */
export const isSafe = (state: SessionState = session.get()): boolean =>
  'session' in state && state.session.safe !== undefined

/**
 * Ends the session, then erases this device.
 * @throws ApiError and erases nothing, if the session lives on
 */
export async function signOut(): Promise<void> {
  await api.signOut().catch((error) => {
    if (failureOf(error).code !== 'not-signed-in') throw error
  })
  tellOtherTabs('signed-out')
  become({ status: 'signed-out' })
  await eraseDevice()
}

function startSyncOnce() {
  if (syncing) return
  syncing = true
  void import('./sync.ts').then(({ startSync }) => startSync(session))
}

/** The screens of a person who left in another tab go at once, and those about somebody else. */
function happenedElsewhere(what: Told) {
  if (what === 'whom') return void refreshSession()
  if (what === 'gone') {
    // The browser then does not ask about what waits on this page.
    document.body.hidden = true
    return location.replace(NEUTRAL)
  }
  forgetTab()
  become({ status: 'signed-out' })
}

/** Whether one can leave at once. While a session does not answer, the last person of this tab counts. */
export const mayBeSafe = (state: SessionState): boolean =>
  isSafe(state) || (!('session' in state) && state.status !== 'signed-out' && wasDiscreet())

/**
 * In safe mode the device stores nothing. What it kept of the person before goes. After it, the address stays hidden until
 * somebody signs in who is not in safe mode: the screens behind it are still those of the person before.
 */
function settle(next: SessionState) {
  if (isSafe(next)) {
    if (!isDiscreet()) void import('./sync.ts').then(({ becomeDiscreet }) => becomeDiscreet())
  } else if (next.status === 'signed-out') setDiscreet(false)
  else if ('session' in next) {
    setDiscreet(false)
    keepUseOnDevice()
    showPlace()
  }
}

/** @param anew whether somebody was just chosen for whom the page is from now on. */
function become(next: SessionState, anew = false) {
  latest++
  clearTimeout(again)
  const failure = next.status === 'offline' ? { code: next.status } : next.status === 'failed' && next.failure
  if (failure && isTransient(failure))
    again = setTimeout(askAgain, Math.max(AGAIN_MS, (failure.retryAfter ?? 0) * 1000))
  settle(next)
  if ('session' in next || next.status === 'signed-out')
    noteActing('session' in next && Boolean(next.session.for))
  const before = session.get()
  const isAnother = setWhom('session' in next ? next.session.for : undefined, anew)
  const lost = isAnother && lastDraft() ? 'lost' : undefined
  if (isAnother) forgetDraft()
  if (isAnother || next.status === 'signed-out') forgetPerson()
  const unseen = before.status === 'signed-in' && !anew && (lost ?? before.elsewhere ?? isAnother)
  session.set(unseen && next.status === 'signed-in' ? { ...next, elsewhere: unseen } : next)
  if (!isAnother) return
  refreshDatabases()
  refreshDecisions()
}

/** A page that nobody sees waits until somebody comes back to it. */
const askAgain = () => void (isVisible() && refreshSession())

/** Clears what this page holds in memory about the last person. */
function forgetPerson() {
  resetDatabases()
  resetDecisions()
}

function stateOf(answer: SessionAnswer): SessionState {
  if (answer.patient || answer.for) return { status: 'signed-in', session: answer }
  return answer.proofed ? { status: 'proofed', session: answer } : signedOut()
}

/** The state after the server reports no session. A person who was signed in until now is told that it ended. */
function signedOut(): SessionState {
  const before = session.get()
  if (before.status === 'signed-out') return before
  // An erased device was signed out by its owner, in another tab.
  return before.status === 'signed-in' && isDeviceUsed()
    ? { status: 'signed-out', ended: true }
    : { status: 'signed-out' }
}

function withoutAnswer(failure: Failure): SessionState {
  const before = session.get()
  if (failure.code === 'not-signed-in') return signedOut()
  if ('session' in before && Date.parse(before.session.expires_at) > serverNow().getTime()) return before
  // Offline, screens would show the copy of the device's owner, while the session is about somebody else.
  return failure.code === 'offline' && !wasActing() ? { status: 'offline' } : { status: 'failed', failure }
}
