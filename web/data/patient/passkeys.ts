import type { PasskeysAnswer } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import { type Failure, failureOf } from '../http/failure.ts'
import { isMakingPasskey, signalPasskeys } from '../passkey/signals.ts'
import { whenBack } from '../state/browser.ts'
import type { Loadable } from '../state/loadable.ts'
import { createStore, useStore } from '../state/store.ts'
import { fresh } from '../state/task.ts'

/** Refusals that tell that the list is another by now: another tab or device has changed it. */
const OUTDATED: Failure['code'][] = ['not-found', 'last-passkey']

const passkeys = createStore<Loadable<PasskeysAnswer>>({ status: 'loading' }, () => {
  void refreshPasskeys()
  const stop = whenBack(() => void lookAgain())
  return () => {
    stop()
    latest++
    passkeys.set({ status: 'loading' })
  }
})
let latest = 0

/** My passkeys, always as the server has them now: nothing of them is kept on the device. */
export function usePasskeys(): Loadable<PasskeysAnswer> {
  return useStore(passkeys)
}

/** Asks for the list, and tells the device's password manager of it. Only the newest answer counts. Never rejects. */
export function refreshPasskeys(): Promise<void> {
  return load((failure) => passkeys.set({ status: 'failed', failure }))
}

/** The same for somebody who comes back: without an answer they go on with what they had before them. */
function lookAgain(): Promise<void> {
  return load((failure) => {
    if (passkeys.get().status !== 'ready') passkeys.set({ status: 'failed', failure })
  })
}

async function load(failed: (failure: Failure) => void): Promise<void> {
  const mine = ++latest
  const making = isMakingPasskey()
  try {
    const answer = await api.passkeys()
    if (mine !== latest) return
    passkeys.set(fresh(answer))
    if ((await making) || (await isMakingPasskey()) || mine !== latest) return
    await signalPasskeys(answer)
  } catch (error) {
    if (mine === latest) failed(failureOf(error))
  }
}

/** Gives a passkey a name of 1–40 characters. Rejects with ApiError. */
export function renamePasskey(id: string, name: string): Promise<void> {
  return change(() => api.changePasskey(id, { name }))
}

/**
 * Ends a passkey and every session that it signed in. Rejects with ApiError `assertion-required` or `last-passkey`.
 * @returns whether this session goes on.
 */
export async function removePasskey(id: string): Promise<boolean> {
  await change(() => api.removePasskey(id))
  const now = passkeys.get()
  return now.status !== 'failed' || now.failure.code !== 'not-signed-in'
}

async function change(call: () => Promise<void>): Promise<void> {
  // An answer from before the change tells nobody anything.
  latest++
  try {
    await call()
  } catch (error) {
    if (OUTDATED.includes(failureOf(error).code)) await refreshPasskeys()
    throw error
  }
  await refreshPasskeys()
}
