import { tabStorage } from './web-storage.ts'

const PROOFING = 'proofing'
/** Where this tab keeps the draft of a decision. */
export const DRAFT = 'draft'

/** Id of the proofing of this tab, null when there was none. The id alone shows nothing: the session must match. */
export function lastProofing(): string | null {
  return tabStorage.get(PROOFING) || null
}

export function rememberProofing(id: string): void {
  tabStorage.set(PROOFING, id)
}

/** Forgets what a person began in this tab: they have left the device, here or in another tab. */
export function forgetTab(): void {
  for (const key of [PROOFING, DRAFT]) tabStorage.remove(key)
}
