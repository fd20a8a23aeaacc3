import { expect, test, vi } from 'vitest'
import { passkeySupport } from '../../../../web/data/passkey/support.ts'

class Credential {}

test('a browser with WebAuthn can use passkeys', () => {
  vi.stubGlobal('PublicKeyCredential', Credential)
  vi.stubGlobal('navigator', { credentials: {} })
  expect(passkeySupport()).toBe('available')
})

test.each([
  ['without WebAuthn', undefined, { credentials: {} }],
  ['with a WebAuthn that is no interface', {}, { credentials: {} }],
  ['on a page that may not use credentials', Credential, {}],
  ['without a navigator', Credential, undefined],
])('a browser %s cannot', (_, type, navigator) => {
  vi.stubGlobal('PublicKeyCredential', type)
  vi.stubGlobal('navigator', navigator)
  expect(passkeySupport()).toBe('unavailable')
})
