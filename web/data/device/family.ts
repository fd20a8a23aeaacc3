import { serverNow } from '../http/clock.ts'
import { ApiError } from '../http/failure.ts'
import { createStore, useStore } from '../state/store.ts'
import type { FamilyMember } from './database/family-member.ts'
import { loadDevice } from './load-device.ts'

export type { FamilyMember }

/** Characters of a label. */
export const MOST_LABEL = 20

const family = createStore<FamilyMember[] | null>(null, () => {
  void read().then((list) => family.set(list))
  return () => family.set(null)
})

/** Those who have a label, in the order in which they got it; null while loading. */
export const useFamily = (): FamilyMember[] | null => useStore(family)

/**
 * Keeps a label for somebody.
 * @throws ApiError `not-kept` where the device stores nothing.
 */
export const labelMember = (of: Omit<FamilyMember, 'acted_at'>): Promise<void> =>
  change((list) => [...list.filter(({ id }) => id !== of.id), { ...of, acted_at: now() }])

/** Forgets a label. @throws ApiError `not-kept` */
export const forgetMember = (id: string): Promise<void> =>
  change((list) => list.filter((member) => member.id !== id))

/** Notes that somebody was chosen, if they have a label. Nothing is kept of others. Never rejects. */
export const noteActed = (id: string): Promise<void> =>
  change((list) => list.map((member) => (member.id === id ? { ...member, acted_at: now() } : member))).catch(
    () => {},
  )

const now = () => serverNow().toISOString()

async function read(): Promise<FamilyMember[]> {
  const device = await loadDevice()
  return (await device?.snapshot('family').catch(() => null))?.value ?? []
}

async function change(next: (list: FamilyMember[]) => FamilyMember[]): Promise<void> {
  const device = await loadDevice()
  const owner = (await device?.owner().catch(() => null)) ?? null
  const before = await read()
  const list = next(before)
  if (JSON.stringify(list) === JSON.stringify(before)) return
  if (!device || owner === null) throw new ApiError('not-kept')
  await device.keepSnapshot(owner, 'family', list).catch(() => {
    throw new ApiError('not-kept')
  })
  family.set(list)
}
