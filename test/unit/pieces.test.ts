import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdsMyNumber } from '../../api/contract/free-text.ts'
import { piecesOf } from '../../api/domain/pieces.ts'

const LONGEST = 2048
const NUMBER = '１２３４－５６７８－９０１８'
const filling = fc.array(fc.constantFrom('"', ',', 'x', 'あ', '-', ' ', '12', '{"a":'), { maxLength: 4000 })

test('a number is whole in one piece, whatever surrounds it', () =>
  fc.assert(
    fc.property(filling, filling, (before, after) => {
      const text = `${before.join('')}"${NUMBER}"${after.join('')}`
      const pieces = [...piecesOf(text, LONGEST)]
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(LONGEST)
      expect(pieces.some(holdsMyNumber)).toBe(true)
    }),
  ))

test('a number is found anywhere in a text without any place to cut', () => {
  for (let at = LONGEST - 40; at < LONGEST + 40; at++) {
    const text = `${'あ'.repeat(at)}${NUMBER}${'あ'.repeat(3 * LONGEST)}`
    expect([...piecesOf(text, LONGEST)].some(holdsMyNumber)).toBe(true)
  }
})

test('pieces of JSON contain everything once', () => {
  const text = JSON.stringify(Array.from({ length: 5000 }, (_, i) => ({ jti: `e${i}`, n: i })))
  const pieces = [...piecesOf(text, LONGEST)]
  expect(pieces.join('')).toBe(text)
  expect(pieces.length).toBeGreaterThan(10)
  for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(/["[\]{},:]$/)
  for (const whole of ['short', 'x'.repeat(LONGEST), `${'x'.repeat(LONGEST - 1)},`])
    expect([...piecesOf(whole, LONGEST)]).toEqual([whole])
})
