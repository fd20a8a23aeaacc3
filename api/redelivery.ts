import { setTimeout as sleep } from 'node:timers/promises'

/** A long poll is given the same SETs again only after this long. */
export const REDELIVERY_MS = 2000

/**
 * When SETs that were delivered and not acknowledged are delivered again; RFC 8936 §2.3 leaves the time to us.
 *
 * Whoever asks for an answer at once is given everything that is unacknowledged, at once. A feed is in order: to hold
 * back its oldest SETs would show gaps to whoever is served the later ones, and keep a holder that crashed before its
 * acknowledgement from revocations that it does not act on yet. A long poll waits for news, and what it was given a
 * moment ago is none: a holder that never acknowledges does not go round in circles, and of two pollers of one stream
 * the second leaves the first its time.
 *
 * This sets the pace and nothing else, so each process keeps it for itself and forgets it when it ends.
 * @param now milliseconds that only go forward.
 */
export function createRedelivery(now: () => number) {
  const given = new Map<string, { place: string; at: number }>()

  return {
    /** Null: a long poll of the stream may be given what waits at `place`. Else resolves when it may, or its poller has left. */
    pause(stream: string, place: string, gone: AbortSignal): Promise<void> | null {
      const last = given.get(stream)
      const rest = last?.place === place ? last.at + REDELIVERY_MS - now() : 0
      return rest > 0 ? sleep(rest, undefined, { signal: gone }).catch(() => undefined) : null
    },
    /** Notes that a long poll was given what waits at `place`: anything that tells two states of a stream apart. */
    note(stream: string, place: string): void {
      given.set(stream, { place, at: now() })
    },
    /** The holder wants it again now. */
    forget(stream: string): void {
      given.delete(stream)
    },
  }
}

export type Redelivery = ReturnType<typeof createRedelivery>
