import type { PasskeysAnswer } from '../../api/contract/patient.ts'
import { api } from './api.ts'
import { failureOf } from './failure.ts'
import type { Loadable } from './loadable.ts'
import { signalPasskeys } from './passkey-signals.ts'
import { createStore, useStore } from './store.ts'
import { fresh } from './task.ts'

const passkeys = createStore<Loadable<PasskeysAnswer>>({ status: 'loading' }, () => {
  void refreshPasskeys()
  return () => {
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
export async function refreshPasskeys(): Promise<void> {
  const mine = ++latest
  try {
    const answer = await api.passkeys()
    if (mine !== latest) return
    passkeys.set(fresh(answer))
    await signalPasskeys(answer)
  } catch (error) {
    if (mine === latest) passkeys.set({ status: 'failed', failure: failureOf(error) })
  }
}

/** Gives a passkey a name of 1–40 characters. Rejects with ApiError. */
export async function renamePasskey(id: string, name: string): Promise<void> {
  await api.changePasskey(id, { name })
  await refreshPasskeys()
}

/** Ends a passkey and every session that it signed in. Rejects with ApiError `assertion-required` or `last-passkey`. */
export async function removePasskey(id: string): Promise<void> {
  latest++
  await api.removePasskey(id)
  await refreshPasskeys()
}
