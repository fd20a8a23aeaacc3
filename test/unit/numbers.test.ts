import { describe, expect, it } from 'vitest'
import { receiptNumber } from '../../api/domain/receipt.ts'
import { isInsurerNumber } from '../../mocks/insurer-number.ts'
import data from '../vectors/insurer-numbers.json' with { type: 'json' }

const { luhn_invalid, luhn_valid } = data

describe('insurer numbers', () => {
  it.each(luhn_valid)('%s has its check digit', (text) => expect(isInsurerNumber(text)).toBe(true))
  it.each(luhn_invalid)('"%s" is refused', (text) => expect(isInsurerNumber(text)).toBe(false))
})

describe('receipt numbers', () => {
  it('can be read aloud: no letter that looks like another', () => {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i)
    for (let i = 0; i + 12 <= 256; i += 12)
      expect(receiptNumber(every.subarray(i))).toMatch(/^R(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  })
})
