import { hash } from 'node:crypto'
import type { Identity } from '../id4.ts'
import { createRandom } from '../random.ts'
import { GIVEN, SURNAMES } from './names.ts'

/** A synthetic person, as a record without a number has it, and the ID5 behind it: null for somebody without one. */
export type Synthetic = Identity & { id5: string | null }

const DAY = 86_400_000
const YEARS = 100
/** Share of people without an ID5: newborns, people uninsured since 2020-10. Invented. */
const WITHOUT_ID5 = 0.002
/** Added to the rank of a name before its weight is taken: flattens the top. Invented. */
const FLAT = 2

/**
 * Yields `count` synthetic people, one at a time, the same for the same seed. Name and age are as unequal as in a real
 * population, so that some share カナ氏名, 生年月日 and 性別: more than in Japan, because there are far fewer names here. ID5
 * (base64url, 43 characters) is another for each.
 * @param seed any integer. @param asOf the day up to which they were born, `YYYY-MM-DD`; the oldest 100 years before.
 */
export function* population(count: number, seed = 1, asOf = '2026-12-01'): Generator<Synthetic> {
  const random = createRandom(seed)
  const surnames = createDraw(SURNAMES)
  const given = {
    male: GIVEN.male.map(([from, names]) => ({ from, draw: createDraw(names) })),
    female: GIVEN.female.map(([from, names]) => ({ from, draw: createDraw(names) })),
  }
  const last = Date.parse(asOf)
  for (let i = 0; i < count; i++) {
    const age = ageFrom(random)
    const birth_date = new Date(last - Math.floor(age * 365.25) * DAY).toISOString().slice(0, 10)
    // More women among the old: a straight line from as many men as women at birth to a third at 100.
    const sex = random() < 0.51 - (age / YEARS) * 0.18 ? 'male' : 'female'
    const year = Number(birth_date.slice(0, 4))
    const names = given[sex].findLast(({ from }) => from <= year) ?? given[sex][0]
    const kana = `${surnames(random)} ${names?.draw(random)}`
    const id5 = random() < WITHOUT_ID5 ? null : hash('sha256', `mock population\n${seed}\n${i}`, 'base64url')
    yield { kana, birth_date, sex, id5 }
  }
}

/** An age in years from 0 to 100: even up to 75, then ever fewer. Invented, in the shape of an ageing country. */
function ageFrom(random: () => number): number {
  for (;;) {
    const age = random() * YEARS
    if (age < 75 || random() < (YEARS - age) / 25) return age
  }
}

/** Draws names by their rank, the first most often. */
function createDraw(names: readonly string[]): (random: () => number) => string {
  let sum = 0
  const upTo = names.map((_, rank) => {
    sum += 1 / (rank + 1 + FLAT)
    return sum
  })
  return (random) => {
    const at = random() * sum
    let [low, high] = [0, upTo.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    return names[low] ?? ''
  }
}
