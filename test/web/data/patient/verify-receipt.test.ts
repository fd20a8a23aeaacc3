// @vitest-environment happy-dom
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ReceiptPayload } from '../../../../api/contract/patient.ts'
import { loadDevice } from '../../../../web/data/device/load-device.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { verifyReceipt } from '../../../../web/data/patient/verify-receipt.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const payload: ReceiptPayload = {
  iss: 'http://localhost:3000',
  iat: 1_790_000_000,
  jti: 'R-7K3M-Q2XD-9FTA',
  choice: 'stop',
  scope: { all: true },
  databases: ['jisedai-demo'],
  text: 'A'.repeat(43),
  assertion: 'B'.repeat(43),
}

async function createIssuer(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
  const sign = (body: object = payload, typ = 'receipt+jwt') =>
    new SignJWT({ ...body }).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(privateKey)
  return { jwk, sign }
}

const ours = await createIssuer('ours')
const keys = { keys: [ours.jwk] }

beforeEach(() => {
  vi.mocked(loadDevice).mockResolvedValue(null)
  vi.spyOn(api, 'jwks').mockResolvedValue(keys)
})

test('a receipt is valid under the api’s key', async () => {
  expect(await verifyReceipt(await ours.sign())).toEqual({ valid: true, payload })
})

test('a receipt is valid offline under the keys on this device', async () => {
  vi.spyOn(api, 'jwks').mockRejectedValue(new ApiError('offline'))
  vi.mocked(loadDevice).mockResolvedValue({ keys: async () => ({ value: keys, asOf: new Date() }) } as never)
  expect(await verifyReceipt(await ours.sign())).toMatchObject({ valid: true })
})

test('offline without a copy of the keys nothing is claimed', async () => {
  vi.spyOn(api, 'jwks').mockRejectedValue(new ApiError('offline'))
  expect(await verifyReceipt(await ours.sign())).toEqual({ valid: false, reason: 'no-keys' })
})

describe('a receipt is not valid', () => {
  test('when a word was changed', async () => {
    const [header, , signature] = (await ours.sign()).split('.')
    const changed = Buffer.from(JSON.stringify({ ...payload, choice: 'allow' })).toString('base64url')
    expect(await verifyReceipt(`${header}.${changed}.${signature}`)).toEqual({
      valid: false,
      reason: 'bad-signature',
    })
  })

  test('when another key has the same id', async () => {
    const forged = await createIssuer('ours')
    expect(await verifyReceipt(await forged.sign())).toEqual({ valid: false, reason: 'bad-signature' })
  })

  test('when its key is not ours', async () => {
    const stranger = await createIssuer('theirs')
    expect(await verifyReceipt(await stranger.sign())).toEqual({ valid: false, reason: 'unknown-key' })
  })

  test.each(['secevent+jwt', 'statuslist+jwt', 'JWT'])('when it is our signature over a %s', async (typ) => {
    expect(await verifyReceipt(await ours.sign(payload, typ))).toEqual({ valid: false, reason: 'malformed' })
  })

  test('when it claims to need no signature', async () => {
    const header = Buffer.from('{"alg":"none","typ":"receipt+jwt"}').toString('base64url')
    const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
    expect(await verifyReceipt(`${header}.${body}.`)).toMatchObject({ valid: false })
  })

  test.each(['', 'x', 'a.b.c', '..', 'こんにちは', '{"a":1}'])('when it is %j', async (text) => {
    expect(await verifyReceipt(text)).toEqual({ valid: false, reason: 'malformed' })
  })

  test.each([null, [], {}, { ...payload, choice: 'maybe' }, { ...payload, databases: 'all' }])(
    'when the signed payload is no receipt: %j',
    async (body) => {
      expect(await verifyReceipt(await ours.sign(body as object))).toEqual({
        valid: false,
        reason: 'malformed',
      })
    },
  )
})
