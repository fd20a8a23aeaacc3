import type { Draft } from '../decision/draft.ts'
import { deviceOwner } from './device-used.ts'
import { tabStorage } from './web-storage.ts'

const PROOFING = 'proofing'
const DRAFT = 'draft'

/** Where storage is blocked, what a tab remembers lasts as long as the page. */
const page = new Map<string, string>()

const read = (key: string): string => tabStorage.get(key) ?? page.get(key) ?? ''

function keep(key: string, value: string): void {
  page.set(key, value)
  tabStorage.set(key, value)
}

function drop(key: string): void {
  page.delete(key)
  tabStorage.remove(key)
}

/** Id of the proofing of this tab, null when there was none. The id alone shows nothing: the session must match. */
export const lastProofing = (): string | null => read(PROOFING) || null
export const rememberProofing = (id: string): void => keep(PROOFING, id)

/** The draft of a decision that the owner of this device began in this tab: nobody else is shown it. */
export function lastDraft(): Draft | null {
  const kept = JSON.parse(read(DRAFT) || 'null') as { of?: string; draft: Draft } | null
  return kept?.of === deviceOwner() ? kept.draft : null
}
export const rememberDraft = (draft: Draft): void => keep(DRAFT, JSON.stringify({ of: deviceOwner(), draft }))
export const forgetDraft = (): void => drop(DRAFT)

/** Forgets what a person began in this tab: they have left the device, here or in another tab. */
export function forgetTab(): void {
  for (const key of [PROOFING, DRAFT]) drop(key)
}
