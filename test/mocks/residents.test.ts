import { expect, test } from 'vitest'
import { isInsurerNumber } from '../../mocks/insurer-number.ts'
import { residents } from '../../mocks/residents.ts'

const numbers = new Set(residents.flatMap(({ coverages }) => coverages.map((one) => one.insurer_number)))

test('there are at least 40 residents, each once, and each is named 模擬', () => {
  expect(residents.length).toBeGreaterThanOrEqual(40)
  expect(new Set(residents.map(({ id }) => id)).size).toBe(residents.length)
  expect(residents.filter(({ name }) => !name.startsWith('模擬 '))).toEqual([])
})

test('every insurer number has its check digit and stands in prefecture 99, which does not exist', () => {
  for (const number of numbers) {
    expect(isInsurerNumber(number), number).toBe(true)
    expect(number.slice(-6, -4), number).toBe('99')
  }
})

test('every scheme is there: by its 法別番号, and 国民健康保険 with six digits', () => {
  const schemes = new Set([...numbers].map((number) => (number.length === 6 ? '国保' : number.slice(0, 2))))
  expect([...schemes].sort()).toEqual(['01', '02', '06', '12', '31', '32', '33', '34', '39', '国保'])
})

test('coverages stand newest first, and at most the newest is open', () => {
  for (const { id, coverages } of residents) {
    const days = coverages.map(({ qualified_on }) => qualified_on)
    expect(days, id).toEqual(days.toSorted().toReversed())
    expect(
      coverages.slice(1).every(({ ended_on }) => ended_on !== ''),
      id,
    ).toBe(true)
  }
})

test('no coverage belongs to two residents', () => {
  const keys = residents.flatMap(({ coverages }) =>
    coverages.map(({ insurer_number, symbol, number, branch }) =>
      JSON.stringify([insurer_number, symbol, number, branch].map((part) => part.normalize('NFKC'))),
    ),
  )
  expect(new Set(keys).size).toBe(keys.length)
})
