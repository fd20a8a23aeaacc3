import type { Relation } from '../../../api/contract/acting.ts'
import { AT_FIRST, birthdayOf, CAST, dayOf, NAMES, type Name, type Said, SELF_FROM_AGE } from './cast.ts'

/** The end of a day in Japan, in ms since 1970. */
const endOfDay = (day: string) => Date.parse(`${day}T00:00:00+09:00`) + 86_400_000

/** What the portal says by now: who acts for whom, who is under protection, who decides alone. */
export function createPortal(now: () => number) {
  const said = new Map(AT_FIRST.map(([about, by, one]) => [`${about} ${by}`, one]))
  const hidden = new Set(NAMES.filter((name) => CAST[name].not_disclosed))

  const isUnderAge = (name: Name) => dayOf(now()) < birthdayOf(name, SELF_FROM_AGE)

  return {
    say: (about: Name, by: Name, one: Said) => said.set(`${about} ${by}`, one),
    protect: (name: Name, on: boolean) => (on ? hidden.add(name) : hidden.delete(name)),
    isProtected: (name: Name) => hidden.has(name),
    isUnderAge,

    /** Whether, and how, somebody may act for somebody at this moment. `ends`: ms since 1970; null: no end is known. */
    names(by: Name, about: Name): { relation: Relation; ends: number | null } | null {
      const one = said.get(`${about} ${by}`)
      if (!one || one.withdrawn || (hidden.has(about) && !one.despite)) return null
      if (one.relation === 'child' && !isUnderAge(about)) return null
      if (one.until !== null && one.until < dayOf(now())) return null
      return { relation: one.relation, ends: one.until === null ? null : endOfDay(one.until) }
    },
  }
}

export type PortalSays = ReturnType<typeof createPortal>
