import { setTimeout as sleep } from 'node:timers/promises'

/** A long poll is given the same SETs again only after this long. */
export const REDELIVERY_MS = 2000

/**
 * When SETs that were delivered and not acknowledged are delivered again; RFC 8936 §2.3 leaves the time to us.
 *
 * Whoever asks for an answer at once is given everything that is unacknowledged, at once. A feed is in order: to hold
 * back its oldest SETs would show gaps to whoever is served the later ones, and keep a holder that crashed before its
 * acknowledgement from revocations that it does not act on yet. A long poll waits for news, and what it was given a
 * moment ago is none: a holder that never acknowledges does not go round in circles. The polls of one stream that wait
 * are served one after the other, so that a hundred of them cost what one does.
 *
 * This sets the pace and nothing else, so each process keeps it for itself and forgets it when it ends.
 * @param now milliseconds that only go forward.
 */
export function createRedelivery(now: () => number) {
  const given = new Map<string, { state: string; at: number }>()

  return {
    /**
     * Null: what waits in `state` is given to this long poll, and to no other for a while. Else resolves when it may be
     * asked for again, after `most` milliseconds, or when its poller has left.
     * @param state anything that tells two states of a stream apart.
     */
    turn(stream: string, state: string, most: number, gone: AbortSignal): Promise<void> | null {
      const last = given.get(stream)
      const rest = last?.state === state ? last.at + REDELIVERY_MS - now() : 0
      if (rest > 0) return sleep(Math.min(rest, most), undefined, { signal: gone }).catch(() => undefined)
      given.set(stream, { state, at: now() })
      return null
    },
    /** The holder wants it again now, or has not got it. */
    forget(stream: string): void {
      given.delete(stream)
    },
  }
}

export type Redelivery = ReturnType<typeof createRedelivery>
