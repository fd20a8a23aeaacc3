import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { claimedKiosk, isCredentialOf, kioskChannel, kioskCredential } from '../../api/domain/kiosk.ts'

const key = Buffer.alloc(32, 1)
const desk = { id: 'desk', generation: 1 }

test('a credential of a kiosk is its id, and an HMAC of its issue and its id', () => {
  const mac = createHmac('sha256', key).update('kiosk\n1\ndesk').digest('base64url')
  expect(kioskCredential(key, desk)).toBe(`desk.${mac}`)
})

test('a credential claims the id before its point', () => {
  expect(claimedKiosk(kioskCredential(key, desk))).toBe('desk')
  expect([claimedKiosk('desk'), claimedKiosk('')]).toEqual(['desk', ''])
})

test('a credential is of one kiosk, one issue and one key', () => {
  const credential = kioskCredential(key, desk)
  expect(isCredentialOf(credential, key, desk)).toBe(true)
  expect(isCredentialOf(credential, key, { ...desk, id: 'door' })).toBe(false)
  expect(isCredentialOf(credential, key, { ...desk, generation: 2 })).toBe(false)
  expect(isCredentialOf(credential, Buffer.alloc(32, 2), desk)).toBe(false)
  expect(isCredentialOf(credential.slice(0, -1), key, desk), 'of another length').toBe(false)
  expect(isCredentialOf('', key, desk)).toBe(false)
})

test('the channel of a decision names its kiosk', () => expect(kioskChannel('desk')).toBe('kiosk:desk'))
