import type { Relation } from '../../../api/contract/acting.ts'
import { HOUR, MINUTE, SECOND } from '../clock.ts'
import type { Name } from './cast.ts'

/** Where somebody sits: at their own phone, or at the kiosk, which everybody shares. */
export type Place = 'kiosk' | Name
/** For whom a visit acts. `hidden`: the portal said that this person is under protection. */
export type ActsFor = { who: Name; relation: Relation; until: number; hidden: boolean }

export type Visit = {
  who: Name
  acting: ActsFor | null
  /** Until when what the portal said counts; 0: it said nothing. */
  proofedUntil: number
  asserted: number
  lastSeen: number
  endsAt: number
  /** Grows when whom the visit is about changes: nothing that was asked before is answered after it. */
  turn: number
}

const IDLE = { kiosk: 2 * MINUTE, phone: 10 * MINUTE }
const LONGEST = HOUR
const PROOFED = 10 * MINUTE
const ASSERTED = 5 * MINUTE

/** Who is signed in where, as long as a visit lasts, and what each account is known by. */
export function createVisits(now: () => number) {
  const visits = new Map<Place, Visit>()
  const accounts = new Map<Name, { underAge: boolean; keys: Set<'phone' | 'key'> }>()
  /** Who is in safe mode: by choice, or because the portal said so when it was asked last. */
  const safe = new Map<Name, { chosen: boolean; portal: boolean }>()

  const keyAt = (place: Place) => (place === 'kiosk' ? ('key' as const) : ('phone' as const))
  const safetyOf = (name: Name) => safe.get(name) ?? { chosen: false, portal: false }

  function live(place: Place): Visit | null {
    const visit = visits.get(place)
    if (!visit) return null
    const idle = place === 'kiosk' ? IDLE.kiosk : IDLE.phone
    if (Math.min(visit.endsAt, visit.lastSeen + idle) > now()) return visit
    visits.delete(place)
    return null
  }

  return {
    accounts,
    keyAt,
    live,
    safetyOf,
    isSafe: (name: Name) => safetyOf(name).chosen || safetyOf(name).portal,
    setSafe: (name: Name, change: { chosen?: boolean; portal?: boolean }) =>
      safe.set(name, { ...safetyOf(name), ...change }),

    end: (place: Place) => visits.delete(place),
    touch(place: Place): void {
      const visit = live(place)
      if (visit) visit.lastSeen = now()
    },
    isProofed: (visit: Visit) => now() < visit.proofedUntil,
    isAsserted: (visit: Visit) => now() - visit.asserted <= ASSERTED,
    /** Whether the time to act for somebody is over, while the visit is still bound to them. */
    isOver: ({ acting }: Visit) => acting !== null && now() >= acting.until,

    /** The portal has said who sits here. */
    proof(visit: Visit): void {
      Object.assign(visit, { proofedUntil: now() + PROOFED, lastSeen: now() })
    },

    /** Somebody signed in, perhaps once more in the visit that they have here. */
    signIn(place: Place, who: Name, how: { proofed: boolean; asserted: boolean }): Visit {
      const fresh = { who, acting: null, proofedUntil: 0, asserted: 0, lastSeen: 0, endsAt: 0, turn: 0 }
      const visit: Visit = live(place) ?? fresh
      Object.assign(visit, { lastSeen: now(), endsAt: now() + LONGEST })
      if (how.proofed) visit.proofedUntil = now() + PROOFED
      if (how.asserted) visit.asserted = now()
      visits.set(place, visit)
      return visit
    },

    /** A new passkey of somebody who had an account ends every other visit of theirs. */
    endOthers(place: Place, who: Name): void {
      for (const [other, visit] of visits) if (other !== place && visit.who === who) visits.delete(other)
    },
  }
}

export type Visits = ReturnType<typeof createVisits>

/** A preview is good for so long. */
export const PREVIEW = 120 * SECOND
