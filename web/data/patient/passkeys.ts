import type { PasskeysAnswer } from '../../../api/contract/patient.ts'
import { api } from '../http/api.ts'
import { type Failure, failureOf } from '../http/failure.ts'
import { isMakingPasskey, signalPasskeys } from '../passkey/signals.ts'
import { whenBack } from '../state/browser.ts'
import type { Loadable } from '../state/loadable.ts'
import { createStore, useStore } from '../state/store.ts'
import { fresh } from '../state/task.ts'

/** Refusals that show that another tab or device has changed the list. */
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

/** The patient's passkeys from the server. They are never stored on the device. */
export function usePasskeys(): Loadable<PasskeysAnswer> {
  return useStore(passkeys)
}

/** Loads the list and reports it to the device's password manager. Only the newest request counts. Never rejects. */
export function refreshPasskeys(): Promise<void> {
  return load((failure) => passkeys.set({ status: 'failed', failure }))
}

/** Reloads when the page comes back. If that fails, the shown list stays. */
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

/**
 * Names a passkey, with 1–40 characters.
 * @throws ApiError
 */
export function renamePasskey(id: string, name: string): Promise<void> {
  return change(() => api.changePasskey(id, { name }))
}

/**
 * Removes a passkey and ends every session that it signed in.
 * @returns whether this session goes on.
 * @throws ApiError `assertion-required` or `last-passkey`
 */
export async function removePasskey(id: string): Promise<boolean> {
  await change(() => api.removePasskey(id))
  const now = passkeys.get()
  return now.status !== 'failed' || now.failure.code !== 'not-signed-in'
}

async function change(call: () => Promise<void>): Promise<void> {
  // Answers requested before the change are outdated.
  latest++
  try {
    await call()
  } catch (error) {
    if (OUTDATED.includes(failureOf(error).code)) await refreshPasskeys()
    throw error
  }
  await refreshPasskeys()
}
