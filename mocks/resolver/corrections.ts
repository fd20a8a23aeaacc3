import { isIndividual } from '../individual-number.ts'
import type { MockCoverage } from '../residents.ts'

type Person = { id: string; coverages: readonly MockCoverage[] }

/**
 * What the register found to be wrong about who is who. `merge`: two entries are one person, and both have the older
 * ID5 from then on. `split`: two people had one ID5; the one from whose number it was not made gets their own.
 * @param ownId5 made from a person's own oldest number; null: they have none.
 */
export function createCorrections<P extends Person>(ownId5: (person: P) => string | null) {
  /** Whose ID5 a person has, where it is not their own. */
  const under = new Map<P, P>()
  const earlier = new Map<P, Set<string>>()

  const rootOf = (person: P) => under.get(person) ?? person
  const id5Of = (person: P) => ownId5(rootOf(person))
  const since = ({ coverages }: P) => coverages.findLast(isIndividual)?.qualified_on ?? ''
  const earlierOf = (person: P) => {
    const known = earlier.get(person) ?? new Set()
    earlier.set(person, known)
    return known
  }
  const group = (root: P) => [root, ...[...under].filter(([, of]) => of === root).map(([person]) => person)]

  function merge(one: P, other: P): boolean {
    const [a, b] = [rootOf(one), rootOf(other)]
    if (a === b) return false
    const [older, newer] = since(a) <= since(b) ? [a, b] : [b, a]
    const given_up = ownId5(newer)
    if (given_up === null || ownId5(older) === null) return false
    for (const person of group(newer)) under.set(person, older)
    for (const person of group(older)) earlierOf(person).add(given_up)
    return true
  }

  function split(one: P, other: P): boolean {
    const root = rootOf(one)
    const moved = under.has(other) ? other : one
    const [shared, own] = [ownId5(root), ownId5(moved)]
    if (root !== rootOf(other) || one === other || shared === null || own === null) return false
    under.delete(moved)
    earlierOf(moved).add(shared)
    // They were never one: nobody else was known under the ID5 of the one who moved.
    for (const person of group(root)) earlierOf(person).delete(own)
    return true
  }

  return {
    id5Of,
    /** The ID5 under which a person was known by mistake before, sorted. Others may have been known under it too. */
    was: (person: P): string[] =>
      [...(earlier.get(person) ?? [])].filter((id5) => id5 !== id5Of(person)).toSorted(),
    /** @returns false where there is nothing to correct, or no ID5 to correct. */
    correct: (kind: 'merge' | 'split', one: P, other: P): boolean =>
      kind === 'merge' ? merge(one, other) : split(one, other),
    /** Known under an ID5 that was given up before the mock began. */
    wasKnownAs(person: P, id5: string): void {
      earlierOf(person).add(id5)
    },
    /** One person has the ID5 of another by mistake, and nobody has noticed. */
    mixUp(person: P, withPerson: P): void {
      under.set(person, withPerson)
    },
  }
}
