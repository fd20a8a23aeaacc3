import { expect, test } from 'vitest'
import { Id4Entry, normaliseKana } from '../../mocks/id4.ts'
import { population } from '../../mocks/population/generator.ts'
import { GIVEN, SURNAMES } from '../../mocks/population/names.ts'

const AS_OF = '2026-12-01'
const MANY = 40_000
const people = [...population(MANY, 7, AS_OF)]
const share = (is: (one: (typeof people)[number]) => boolean, of = people) => of.filter(is).length / of.length
const ageOf = ({ birth_date }: { birth_date: string }) =>
  (Date.parse(AS_OF) - Date.parse(birth_date)) / 86_400_000 / 365.25

test('a population is the same for its seed, and grows without changing', () => {
  expect([...population(500, 7, AS_OF)]).toEqual(people.slice(0, 500))
  expect([...population(500, 8, AS_OF)]).not.toEqual(people.slice(0, 500))
})

test('it is yielded one by one, however many people it has', () => {
  const endless = population(Number.MAX_SAFE_INTEGER, 7, AS_OF)
  expect(endless.next().value).toEqual(people[0])
})

test('everybody is a valid entry of ID4, was born in the last 100 years, and has an ID5 of their own or none', () => {
  for (const { id5, ...id4 } of people.slice(0, 5000)) expect(Id4Entry.safeParse({ id4 }).success).toBe(true)
  const ages = people.map(ageOf)
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...ages)).toBeLessThanOrEqual(100)
  const ids = people.flatMap(({ id5 }) => id5 ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^[\w-]{43}$/.test(id))).toEqual([])
  expect(ids.length).toBeLessThan(MANY)
  expect(ids.length).toBeGreaterThan(0.99 * MANY)
})

test('surnames are as frequent as their weights say', () => {
  const sum = SURNAMES.reduce((total, _, rank) => total + 1 / (rank + 3), 0)
  for (const rank of [0, 1, 10, 100]) {
    const expected = 1 / (rank + 3) / sum
    const deviation = Math.sqrt((expected * (1 - expected)) / MANY)
    const found = share(({ kana }) => kana.startsWith(`${SURNAMES[rank]} `))
    expect(Math.abs(found - expected), SURNAMES[rank]).toBeLessThan(5 * deviation)
  }
})

test('given names belong to sex and year of birth, and the old are fewer and more often women', () => {
  const wrong = people.filter(({ kana, sex, birth_date }) => {
    const names = GIVEN[sex as 'male'].findLast(([from]) => from <= Number(birth_date.slice(0, 4)))?.[1]
    return !names?.includes(kana.split(' ')[1] ?? '')
  })
  expect(wrong).toEqual([])
  const old = people.filter((one) => ageOf(one) > 85)
  expect(old.length / MANY).toBeLessThan(0.1)
  const isWoman = ({ sex }: { sex: string }) => sex === 'female'
  expect(share(isWoman, old)).toBeGreaterThan(share(isWoman) + 0.05)
})

test('some share all three values, most share them with nobody', () => {
  const same = Map.groupBy(people, ({ kana, birth_date, sex }) => `${kana} ${birth_date} ${sex}`)
  const shared = [...same.values()].filter(({ length }) => length > 1).length
  expect(shared).toBeGreaterThan(0)
  expect(shared).toBeLessThan(MANY / 100)
})

test('no name stands twice in a table, and each is kana as it is compared', () => {
  for (const names of [SURNAMES, ...Object.values(GIVEN).flatMap((all) => all.map(([, some]) => some))]) {
    expect(new Set(names).size).toBe(names.length)
    expect(names.map(normaliseKana)).toEqual(names)
  }
})
