import { tabStorage } from './web-storage.ts'

const KEY = 'proofing'

/** Id of the proofing of this tab, null when there was none. The id alone shows nothing: the session must match. */
export function lastProofing(): string | null {
  return tabStorage.get(KEY) || null
}

export function rememberProofing(id: string): void {
  tabStorage.set(KEY, id)
}

export function forgetProofing(): void {
  tabStorage.remove(KEY)
}
