import { createHmac } from 'node:crypto'
import { isIndividual } from '../individual-number.ts'
import type { MockCoverage, Resident } from '../residents.ts'

/** The parts of a coverage by which the resolver finds a person. */
export type Numbers = {
  insurer_number: string
  symbol?: string | null | undefined
  number: string
  branch?: string | null | undefined
}

/** The history of numbers, person by person: it maps any number to the ID made from the oldest one. */
export function createRegister(residents: readonly Resident[]) {
  const people = residents.map((resident) => ({
    id: resident.id,
    coverages: resident.coverages.slice(resident.newest_unregistered ? 1 : 0),
  }))
  const find = (numbers: Numbers) =>
    people.find((person) => person.coverages.some((coverage) => key(coverage) === key(numbers)))

  return {
    /**
     * ID5 (base64url, 43 characters) of the person who holds or held these numbers, made from the oldest number that
     * is only theirs. Null when nobody did, and for a number of a household.
     */
    id5(numbers: Numbers): string | null {
      if (!isIndividual(numbers)) return null
      const oldest = find(numbers)?.coverages.findLast(isIndividual)
      return oldest ? createHmac('sha256', 'mock resolver').update(key(oldest)).digest('base64url') : null
    },
    /**
     * Adds the newest coverage of a person. A number of somebody else stays theirs: an insurer's wrong registration
     * reaches the portal, but no number changes its owner. @returns false for an unknown person.
     */
    add(residentId: string, coverage: MockCoverage): boolean {
      const person = people.find(({ id }) => id === residentId)
      if (person && !find(coverage)) person.coverages.unshift(coverage)
      return person !== undefined
    },
    people: () => people,
  }
}

/** Numbers are compared after NFKC; a missing branch is empty, never "00". */
const key = ({ insurer_number, symbol, number, branch }: Numbers): string =>
  JSON.stringify(
    [insurer_number, symbol ?? '', number, branch ?? ''].map((part) => part.normalize('NFKC').trim()),
  )
