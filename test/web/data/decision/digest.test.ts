import { expect, test } from 'vitest'
import { fromBase64url, toBase64url } from '../../../../web/data/decision/digest.ts'

test('bytes of any length are written without padding, and read again', () => {
  for (let length = 0; length < 8; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => 255 - index * 5)
    const text = toBase64url(bytes)
    expect(text).toBe(Buffer.from(bytes).toString('base64url'))
    expect(fromBase64url(text)).toEqual(bytes)
  }
})
