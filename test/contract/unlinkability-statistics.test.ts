import { beforeAll, describe, expect, it } from 'vitest'
import { scale } from '../support/scale.ts'
import { pairs, rankCorrelation } from '../support/statistics.ts'
import { type Told, trackPopulation } from '../support/tracked-population.ts'

/** More people than one transaction of a tick publishes, so that the order of its batches is tested as well. */
const PEOPLE = scale(6_000, 100_000)
const DATABASES = scale(2, 5)
/** Three standard deviations. The randomness is seeded: what passes once passes each time. */
const MOST = 3 / Math.sqrt(PEOPLE)

describe(`${PEOPLE} people who stopped ${DATABASES} databases in one tick`, () => {
  let told: Map<string, Told[]>
  beforeAll(
    async () => {
      told = await trackPopulation(PEOPLE, DATABASES, 'unlinkable')
    },
    scale(180_000, 3_600_000),
  )

  const orders = (of: (told: Told) => number) => [...told.values()].map((all) => all.map(of))

  it('were all reported to every database', () => {
    expect([...told.values()].map((all) => all.filter(Boolean).length)).toEqual(Array(DATABASES).fill(PEOPLE))
  })

  it('have no token, jti or txn that two databases were told, or that occurs twice', () => {
    const values = [...told.values()].flat().flatMap(({ token, jti, txn }) => [token, jti, txn])
    expect(new Set(values).size).toBe(PEOPLE * DATABASES * 3)
  })

  it('have one time, the tick’s', () => {
    expect(new Set([...told.values()].flat().flatMap(({ times }) => times)).size).toBe(1)
  })

  it('share an index no more often than by chance', () => {
    const shared = pairs(orders(({ idx }) => idx)).map(
      ([a, b]) => a.filter((idx, person) => idx === b[person]).length,
    )
    const expected = (PEOPLE * shared.length) / 2 ** 20
    const total = shared.reduce((sum, count) => sum + count, 0)
    expect(total).toBeLessThan(expected + 4 * Math.sqrt(expected) + 4)
  })

  it('are reported in an order independent of the order in which they decided', () => {
    const decided = Array.from({ length: PEOPLE }, (_, person) => person)
    for (const seqs of orders(({ seq }) => seq))
      expect(Math.abs(rankCorrelation(seqs, decided))).toBeLessThan(MOST)
  })

  it.each(['seq', 'idx'] as const)(
    'have a %s in one database that is independent of that in another',
    (of) => {
      for (const [a, b] of pairs(orders((each) => each[of])))
        expect(Math.abs(rankCorrelation(a, b))).toBeLessThan(MOST)
    },
  )

  it('would be detected if a twentieth of the order of decisions were visible', () => {
    const decided = Array.from({ length: PEOPLE }, (_, person) => person)
    const leaky = orders(({ seq }) => seq)[0]?.map((seq, person) => (person % 20 === 0 ? person : seq)) ?? []
    expect(Math.abs(rankCorrelation(leaky, decided))).toBeGreaterThan(MOST)
  })
})
