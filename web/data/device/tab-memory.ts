import { type Draft, storedDraft } from '../decision/draft.ts'
import { deviceOwner } from './device-used.ts'
import { isDiscreet } from './discreet/discreet.ts'
import { tabStorage } from './web-storage.ts'

const PROOFING = 'proofing'
const DRAFT = 'draft'

/** Fallback while storage is blocked. It lasts as long as the page. */
const page = new Map<string, string>()

const read = (key: string): string =>
  (isDiscreet() ? page.get(key) : (tabStorage.get(key) ?? page.get(key))) ?? ''

function keep(key: string, value: string): void {
  page.set(key, value)
  if (!isDiscreet()) tabStorage.set(key, value)
}

function drop(key: string): void {
  page.delete(key)
  tabStorage.remove(key)
}

/** Id of this tab's last proofing, or null. The id opens nothing without the matching session. */
export const lastProofing = (): string | null => read(PROOFING) || null
export const rememberProofing = (id: string): void => keep(PROOFING, id)

/** The draft that the device's owner began in this tab. Null for everybody else. */
export function lastDraft(): Draft | null {
  const kept = JSON.parse(read(DRAFT) || 'null') as {
    of?: string
    draft: Parameters<typeof storedDraft>[0]
  } | null
  return kept?.of === deviceOwner() ? storedDraft(kept.draft) : null
}
export const rememberDraft = (draft: Draft): void => keep(DRAFT, JSON.stringify({ of: deviceOwner(), draft }))
export const forgetDraft = (): void => drop(DRAFT)

/** Clears what was begun in this tab. Called when the person leaves the device, here or in another tab. */
export function forgetTab(): void {
  for (const key of [PROOFING, DRAFT]) drop(key)
}
