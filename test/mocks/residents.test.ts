import { expect, test } from 'vitest'
import { isIndividual } from '../../mocks/individual-number.ts'
import { isInsurerNumber, isRecipientNumber } from '../../mocks/insurer-number.ts'
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
  expect([...schemes].sort()).toEqual(['01', '02', '06', '07', '12', '31', '32', '33', '34', '39', '国保'])
})

test('coverages stand newest first without a gap, and at most the newest is open, except where two are valid', () => {
  for (const { id, coverages, shows } of residents) {
    if (shows.en === 'two valid coverages') continue
    const days = coverages.map(({ qualified_on }) => qualified_on)
    expect(days, id).toEqual(days.toSorted().toReversed())
    // 資格喪失日 is the day after the last one, on which the next coverage begins (健康保険法36条).
    expect(
      coverages.slice(1).map(({ ended_on }) => ended_on),
      id,
    ).toEqual(days.slice(0, -1))
  }
})

test('no individual number belongs to two residents', () => {
  const keys = residents.flatMap(({ coverages }) =>
    coverages
      .filter(isIndividual)
      .map(({ insurer_number, symbol, number, branch }) =>
        JSON.stringify([insurer_number, symbol, number, branch].map((part) => part.normalize('NFKC'))),
      ),
  )
  expect(new Set(keys).size).toBe(keys.length)
})

const all = residents.flatMap(({ coverages }) => coverages)

test('the number of 生活保護 has a check digit of its own', () => {
  const recipients = all.filter(({ insurer_number }) => insurer_number.startsWith('12'))
  expect(recipients.map(({ number }) => number)).toEqual(['0000018', '0000505', '0000513', '0000588'])
  for (const { number, symbol, branch } of recipients) {
    expect(isRecipientNumber(number), number).toBe(true)
    expect([symbol, branch]).toEqual(['', ''])
    const last = (Number(number.at(-1)) + 1) % 10
    expect(isRecipientNumber(`${number.slice(0, -1)}${last}`)).toBe(false)
  }
  for (const wrong of ['', '018', '00000018', '00000a8', '０００００１８'])
    expect(isRecipientNumber(wrong), wrong).toBe(false)
})

test('somebody of the self-defence forces has a 自衛官診療証: insurer 07990013, a symbol and a number', () => {
  const own = all.filter(
    ({ insurer_number }) => insurer_number.startsWith('07') && insurer_number.length === 8,
  )
  expect(own.map(({ insurer_number }) => insurer_number)).toEqual(['07990013'])
  for (const { symbol, number } of own) {
    expect(symbol).not.toBe('')
    expect(number).toMatch(/^\d+$/)
  }
})

test('individual numbers begin in 2020-10: coverages that ended before have no branch, later ones belong to one person', () => {
  const before = all.filter(({ ended_on }) => ended_on !== '' && ended_on <= '2020-10-01')
  expect(before.length).toBeGreaterThan(1)
  expect(before.filter(({ branch }) => branch !== '')).toEqual([])
  expect(all.filter((one) => !before.includes(one) && !isIndividual(one))).toEqual([])
})
