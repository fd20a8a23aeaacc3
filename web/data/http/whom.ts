import type { ActingFor, For, WithFor } from '../../../api/contract/acting.ts'
import { ApiError, failureOf } from './failure.ts'

/** Whom the answers of this page have to be about; '': whoever signed in. */
let whom = ''
let acting: ActingFor | undefined
let changes = 0
const foreign = new Set<() => void>()
const refused = new Set<(code: string) => void>()

/** A name for whom something is about, by which two can be compared. */
export const nameOf = (of: For | undefined): string => (of ? `${of.relation} ${of.person ?? ''}` : '')

/** Whether this page acts for somebody. Then nothing about them is read from the device or kept on it. */
export const isActing = (): boolean => whom !== ''

/** For whom this page acts; undefined: nobody. */
export const actingNow = (): ActingFor | undefined => acting

/** Differs whenever the page has become another person's. */
export const whomTurn = (): number => changes

/**
 * Sets whom the page is about.
 * @param anew whether the person has just been chosen, so that nothing from before counts.
 * @returns whether that is somebody else than before.
 */
export function setWhom(of: ActingFor | undefined, anew = false): boolean {
  const before = whom
  whom = nameOf(of)
  acting = of
  if (whom === before && !anew) return false
  changes++
  return true
}

/** Calls `listener` when an answer says that the session is about somebody else: another tab has changed it. */
export function whenForeign(listener: () => void): void {
  foreign.add(listener)
}

/** Tells that the session is about somebody else. */
export function tellForeign(): void {
  for (const listener of foreign) listener()
}

/** Calls `listener` with the code when the api refuses what is about a person. @returns what ends that. */
export function whenRefused(listener: (code: string) => void): () => void {
  refused.add(listener)
  return () => refused.delete(listener)
}

/**
 * Returns an answer that is about whom this page is about.
 * @throws ApiError `unreadable` for an answer about anybody else.
 */
export async function aboutWhom<T extends WithFor>(answer: Promise<T>): Promise<T> {
  const asked = changes
  const given = await answer.catch((error: unknown) => {
    if (asked === changes) for (const listener of refused) listener(failureOf(error).code)
    throw error
  })
  if (asked === changes && nameOf(given.for) === whom) return given
  if (asked === changes) tellForeign()
  throw new ApiError('unreadable')
}
