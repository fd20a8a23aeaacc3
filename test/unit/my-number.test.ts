import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsMyNumber } from '../../api/contract/free-text.ts'

/** Numbers with a right check digit. In two of them it is 0, which stands for a remainder of 0 and of 1. */
const FITTING = ['123456789018', '987654321000', '000000000000', '111111111118']

describe('a text holds a My Number when it has', () => {
  it.for(FITTING)('%s, whose check digit fits', (number) => expect(holdsMyNumber(number)).toBe(true))

  it.for([
    '1234-5678-9018',
    '1234 5678 9018',
    '１２３４５６７８９０１８',
    '１２３４　５６７８　９０１８',
    '１２３４－５６７８－９０１８',
    '1234–5678–9018',
    '1234・5678・9018',
    '母の番号は123456789018です',
    'No. 123456789018',
    'my-number:123456789018;',
    '(123456789018)',
    'x\n123456789018\ny',
    '123456789012 123456789018',
  ])('one written as %s', (text) => expect(holdsMyNumber(text)).toBe(true))
})

describe('a text holds no My Number when it has', () => {
  it.for([
    ['another check digit', '123456789012'],
    ['eleven digits', '12345678901'],
    ['thirteen digits', '1234567890180'],
    ['digits in other groups', '12-3456-789018'],
    ['a registry’s number', 'jRCT123456789018'],
    ['a UUID', '6f9619ff-8b86-4d01-b42d-123456789018'],
    ['a UUID of digits', '12345678-1234-4678-9018-123456789018'],
    ['a token', 'a123456789018b'],
    ['a time', '2026-11-24T12:34:56.789Z'],
    ['nothing', ''],
  ])('%s', ([, text]) => expect(holdsMyNumber(text ?? '')).toBe(false))

  it('one wrong digit: every single slip is noticed by the check digit or lands on another fitting number', () => {
    const slips = FITTING.flatMap((number) =>
      Array.from({ length: 12 }, (_, at) => at).flatMap((at) =>
        Array.from({ length: 10 }, (_, digit) => `${number.slice(0, at)}${digit}${number.slice(at + 1)}`),
      ),
    ).filter((text) => !FITTING.includes(text))
    // For a remainder of 0 or 1 the check digit is 0 in both cases: only such slips pass.
    expect(slips.filter(holdsMyNumber).length).toBeLessThan(slips.length / 11)
  })
})

it('no token, id or hash of this service is mistaken for one', () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 32 })
  fc.assert(
    fc.property(bytes, fc.uuid(), (random, uuid) => {
      const buffer = Buffer.from(random)
      for (const text of [buffer.toString('base64url'), buffer.toString('hex'), uuid])
        expect(holdsMyNumber(text)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
