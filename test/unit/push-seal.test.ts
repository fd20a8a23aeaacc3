import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createSubscriptionSeal } from '../../api/push/sealed-subscription.ts'

const random = { bytes: (length: number) => randomBytes(length), below: () => 0, id: () => '' }
const seal = createSubscriptionSeal(randomBytes(32), random)
const subscription = { endpoint: 'https://push.example/a', keys: { p256dh: 'p', auth: 'a' } }

it('a sealed subscription is opened by its key alone, differs each time, and shows a change', () => {
  const sealed = seal.seal(subscription)
  expect(seal.open(sealed)).toEqual(subscription)
  expect(seal.seal(subscription)).not.toBe(sealed)
  expect(() => createSubscriptionSeal(randomBytes(32), random).open(sealed)).toThrow()
  const bytes = Buffer.from(sealed, 'base64url')
  for (const at of [0, 13, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(() => seal.open(changed.toString('base64url'))).toThrow()
  }
})

it('an endpoint has one id, under its key', () => {
  expect(seal.idOf('https://push.example/a')).toBe(seal.idOf('https://push.example/a'))
  expect(seal.idOf('https://push.example/a')).not.toBe(seal.idOf('https://push.example/b'))
  expect(createSubscriptionSeal(randomBytes(32), random).idOf('https://push.example/a')).not.toBe(
    seal.idOf('https://push.example/a'),
  )
})
