import { setTimeout as sleep } from 'node:timers/promises'

/** A long poll gets the same SETs again only after this long. */
export const REDELIVERY_MS = 2000

/**
 * When SETs that were delivered and not acknowledged are delivered again; RFC 8936 §2.3 leaves the time to us.
 *
 * A poll that asks for an immediate answer gets every unacknowledged SET at once. A feed is in order: holding back
 * its oldest SETs would show gaps to a reader of later ones. It would also keep a holder that crashed before
 * acknowledging from revocations that it does not act on yet.
 *
 * A long poll waits for new events. Those it was handed less than REDELIVERY_MS ago do not count, so a holder that
 * never acknowledges does not loop. The waiting polls of one stream are served one after the other, so a hundred of
 * them cost what one does.
 *
 * This only sets the pace, so each process keeps it for itself and forgets it when it ends.
 * @param now milliseconds that only go forward.
 */
export function createRedelivery(now: () => number) {
  const given = new Map<string, { state: string; at: number }>()

  return {
    /**
     * Null: this long poll, and for a while no other, gets what waits in `state`. Otherwise a promise that resolves
     * when the poll may ask again, after `most` milliseconds, or when its poller has left.
     * @param state anything that tells two states of a stream apart.
     */
    turn(stream: string, state: string, most: number, gone: AbortSignal): Promise<void> | null {
      const last = given.get(stream)
      const rest = last?.state === state ? last.at + REDELIVERY_MS - now() : 0
      if (rest > 0) return sleep(Math.min(rest, most), undefined, { signal: gone }).catch(() => undefined)
      given.set(stream, { state, at: now() })
      return null
    },
    /** The holder wants it again now, or never received it. */
    forget(stream: string): void {
      given.delete(stream)
    },
  }
}

export type Redelivery = ReturnType<typeof createRedelivery>
