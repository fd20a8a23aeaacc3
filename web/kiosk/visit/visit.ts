import { whenSending } from '../../data/http/request.ts'
import { HELD_MS } from './idle.ts'

/** The visit that this page belongs to, and what ends whatever it is waiting for. */
let visit: string | null = null
let abort = new AbortController()

whenSending(() => ({
  ...(visit === null ? {} : { headers: { 'erabu-visit': visit } }),
  until: (timeout) => either(timeout, abort.signal),
  isOurs,
}))

/** A signal that ends with the first of two: browsers that we serve lack `AbortSignal.any`. */
function either(...signals: AbortSignal[]): AbortSignal {
  const first = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) first.abort()
    signal.addEventListener('abort', () => first.abort(), { once: true })
  }
  return first.signal
}

/** Whether an answer belongs to this visit, or to none. One of another visit is somebody else's. */
function isOurs(answer: Headers): boolean {
  const of = answer.get('erabu-visit')
  return visit === null || of === null || of === visit
}

/** From now on every request says that it belongs to this visit. */
export function enterVisit(id: string): void {
  visit = id
}

export const isInVisit = (): boolean => visit !== null

/** How long the card's own window may stay open: with the visit, and no longer than the idle watch waits for it. */
export const cardWindow = () => ({ patience: HELD_MS, signal: abort.signal })

/** Drops the visit: its requests are aborted, and no answer that is under way is read. */
export function leaveVisit(): void {
  visit = null
  abort.abort()
  abort = new AbortController()
}
