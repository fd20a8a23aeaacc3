import { createHmac } from 'node:crypto'
import { type Identity, id4Of } from '../id4.ts'
import { isIndividual, reachedResolver } from '../individual-number.ts'
import type { MockCoverage, Resident } from '../residents.ts'
import { createCorrections } from './corrections.ts'

/** The parts of a coverage by which a person is found. */
export type Numbers = {
  insurer_number: string
  symbol?: string | null | undefined
  number: string
  branch?: string | null | undefined
}

type Person = Pick<Resident, 'id' | 'kana' | 'birth_date' | 'sex' | 'coverages'>

/** The history of numbers, person by person: it maps any number to the ID made from the oldest one. */
export function createRegister(residents: readonly Resident[]) {
  const people: Person[] = residents.map(({ id, kana, birth_date, sex, coverages, newest_unregistered }) => ({
    id,
    kana,
    birth_date,
    sex,
    coverages: coverages.slice(newest_unregistered ? 1 : 0).filter(reachedResolver),
  }))
  const byNumber = new Map<string, Person[]>()
  const byId4 = Map.groupBy(people, id4Of)

  const holdersOf = (numbers: Numbers) => byNumber.get(key(numbers)) ?? []
  const record = (person: Person, coverage: MockCoverage) =>
    byNumber.set(key(coverage), [...holdersOf(coverage), person])
  for (const person of people) for (const coverage of person.coverages) record(person, coverage)

  const ownId5 = (person: Person): string | null => {
    const oldest = person.coverages.findLast(isIndividual)
    return oldest ? id5From(oldest) : null
  }
  const corrections = createCorrections(ownId5)
  for (const { id, coverages, mixed_with, once_apart } of residents) {
    const [person, other] = [id, mixed_with].map((one) => people.find((known) => known.id === one))
    const [newest] = coverages
    if (person && other) corrections.mixUp(person, other)
    if (person && newest && once_apart) corrections.wasKnownAs(person, id5From(newest))
  }

  /** ID5 (base64url, 43 characters), and under which ones the person was known by mistake; no member for none. */
  function known(person: Person): { id5: string | null; was?: string[] } {
    const was = corrections.was(person)
    return { id5: corrections.id5Of(person), ...(was.length > 0 ? { was } : {}) }
  }

  /** The one person who holds or held these numbers. A household's number may be that of several: then null. */
  function find(numbers: Numbers) {
    const [person, other] = holdersOf(numbers)
    return person && !other ? { id: person.id, ...known(person) } : null
  }

  return {
    find,
    /**
     * ID5 of the person who holds or held these numbers, made from the oldest number that is only theirs. Null when
     * nobody did, and for a number of a household.
     */
    id5(numbers: Numbers): { id5: string; was?: string[] } | null {
      const found = isIndividual(numbers) ? find(numbers) : null
      if (!found || found.id5 === null) return null
      const { id: _, ...answer } = found
      return { ...answer, id5: found.id5 }
    },
    /**
     * ID5 of everybody with this カナ氏名, 生年月日 and 性別, sorted, each once. Whoever has no ID5 is left out: no number
     * finds them.
     */
    candidates(identity: Identity): string[] {
      const all = (byId4.get(id4Of(identity)) ?? []).map(corrections.id5Of).filter((id5) => id5 !== null)
      return [...new Set(all)].toSorted()
    },
    /**
     * Adds the newest coverage of a person. An individual number of somebody else stays theirs: an insurer's wrong
     * registration reaches the portal, but no number changes its owner. @returns false for an unknown person.
     */
    add(residentId: string, coverage: MockCoverage): boolean {
      const person = people.find(({ id }) => id === residentId)
      const holders = holdersOf(coverage)
      if (person && !holders.includes(person) && !(holders.length > 0 && isIndividual(coverage))) {
        person.coverages.unshift(coverage)
        record(person, coverage)
      }
      return person !== undefined
    },
    /** @returns what went wrong; null: it is corrected. */
    correct(
      kind: 'merge' | 'split',
      ids: [string, string],
    ): 'unknown_resident' | 'nothing_to_correct' | null {
      const [one, other] = ids.map((id) => people.find((person) => person.id === id))
      if (!one || !other) return 'unknown_resident'
      return corrections.correct(kind, one, other) ? null : 'nothing_to_correct'
    },
    people: () => people,
  }
}
export type Register = ReturnType<typeof createRegister>

const id5From = (oldest: Numbers): string =>
  createHmac('sha256', 'mock resolver').update(key(oldest)).digest('base64url')

/** Numbers are compared after NFKC; a missing branch is empty, never "00". */
const key = ({ insurer_number, symbol, number, branch }: Numbers): string =>
  JSON.stringify(
    [insurer_number, symbol ?? '', number, branch ?? ''].map((part) => part.normalize('NFKC').trim()),
  )
