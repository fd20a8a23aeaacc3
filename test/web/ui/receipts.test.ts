import { expect, test } from 'vitest'
import { receiptIn } from '../../../web/data/decision/receipt-payload.ts'
import { encodeModules } from '../../../web/ui/QrCode.tsx'

test('a receipt is found in what people paste', () => {
  expect(receiptIn('eyJ.a.b')).toBe('eyJ.a.b')
  expect(receiptIn(' eyJ.a\n.b ')).toBe('eyJ.a.b')
  expect(receiptIn('https://erabu.example/verify#eyJ.a.b')).toBe('eyJ.a.b')
})

test('a QR code has its quiet zone of four and its three finder patterns', async () => {
  const { size, path } = await encodeModules(`https://erabu.example/verify#${'e'.repeat(560)}`)
  const black = new Set([...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => `${x},${y}`))
  const edge = [...black].flatMap((module) => module.split(',').map(Number))
  expect(Math.min(...edge)).toBe(4)
  expect(Math.max(...edge)).toBe(size - 5)
  const corners = [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const
  for (const [x, y] of corners) {
    const ring = [...Array(7).keys()].flatMap((step) => [
      `${x + step},${y}`,
      `${x + step},${y + 6}`,
      `${x},${y + step}`,
    ])
    expect(ring.every((module) => black.has(module))).toBe(true)
    expect(black.has(`${x + 1},${y + 1}`)).toBe(false)
  }
})
