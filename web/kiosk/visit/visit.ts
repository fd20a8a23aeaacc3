import { whenSending } from '../../data/http/request.ts'
import { HELD_MS } from './idle.ts'

/** The visit of this page, and the signal that ends its requests. */
let visit: string | null = null
let abort = new AbortController()

whenSending(() => ({
  ...(visit === null ? {} : { headers: { 'erabu-visit': visit } }),
  until: (timeout) => either(timeout, abort.signal),
  isOurs,
}))

/** Aborts with the first of several signals. Some supported browsers lack `AbortSignal.any`. */
function either(...signals: AbortSignal[]): AbortSignal {
  const first = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) first.abort()
    signal.addEventListener('abort', () => first.abort(), { once: true })
  }
  return first.signal
}

/** Whether an answer belongs to this visit or to none. An answer of another visit is somebody else's. */
function isOurs(answer: Headers): boolean {
  const of = answer.get('erabu-visit')
  return visit === null || of === null || of === visit
}

/** Makes every later request name this visit. */
export function enterVisit(id: string): void {
  visit = id
}

export const isInVisit = (): boolean => visit !== null

/** How long the card's own window may stay open: as long as the visit, and no longer than the idle watch accepts. */
export const cardWindow = () => ({ patience: HELD_MS, signal: abort.signal })

/** Leaves the visit: its requests are aborted, and pending answers are not read. */
export function leaveVisit(): void {
  visit = null
  abort.abort()
  abort = new AbortController()
}
