import type { SessionAnswer } from '../../../api/contract/patient.ts'
import { isDeviceUsed, markDeviceUsed } from '../device/device-used.ts'
import { eraseDevice } from '../device/storage.ts'
import { forgetTab } from '../device/tab-memory.ts'
import { api } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import type { Failure } from '../http/failure.ts'
import { failureOf } from '../http/failure.ts'
import { whenNotSignedIn } from '../http/request.ts'
import { whenBack, whenSettled } from '../state/browser.ts'
import { createStore, useStore } from '../state/store.ts'
import { resetDatabases } from './databases.ts'
import { resetDecisions } from './decisions.ts'

/** `ended`: the server ended a session that was signed in on this page. */
export type SessionState =
  | { status: 'loading' }
  | { status: 'signed-out'; ended?: true }
  | { status: 'proofed'; session: SessionAnswer }
  | { status: 'signed-in'; session: SessionAnswer }
  | { status: 'offline' }
  | { status: 'failed'; failure: Failure }

const session = createStore<SessionState>({ status: 'loading' }, () => {
  const stop = whenBack(() => void refreshSession())
  void refreshSession()
  whenSettled(startSyncOnce)
  return stop
})
let syncing = false
let latest = 0

whenNotSignedIn(() => become(signedOut()))

/** The session as the server knows it: one state for the whole page. */
export function useSession(): SessionState {
  return useStore(session)
}

/** Reloads the session. Without an answer, a session that has not expired stays. Never rejects. */
export async function refreshSession(): Promise<void> {
  if (!isDeviceUsed()) {
    forgetTab()
    return become({ status: 'signed-out' })
  }
  const mine = ++latest
  const next = await api.session().then(stateOf, (error) => withoutAnswer(failureOf(error)))
  if (mine === latest) become(next)
}

/** Takes over the session that a sign-in returned. */
export function signedIn(answer: SessionAnswer): void {
  markDeviceUsed()
  forgetPerson()
  become(stateOf(answer))
}

/**
 * Ends the session, then erases this device.
 * @throws ApiError and erases nothing, if the session lives on
 */
export async function signOut(): Promise<void> {
  await api.signOut().catch((error) => {
    if (failureOf(error).code !== 'not-signed-in') throw error
  })
  become({ status: 'signed-out' })
  await eraseDevice()
}

function startSyncOnce() {
  if (syncing) return
  syncing = true
  void import('./sync.ts').then(({ startSync }) => startSync(session))
}

function become(next: SessionState) {
  latest++
  if (next.status === 'signed-out') forgetPerson()
  session.set(next)
}

/** Clears what this page holds in memory about the last person. */
function forgetPerson() {
  resetDatabases()
  resetDecisions()
}

function stateOf(answer: SessionAnswer): SessionState {
  if (answer.patient) return { status: 'signed-in', session: answer }
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
  return failure.code === 'offline' ? { status: 'offline' } : { status: 'failed', failure }
}
