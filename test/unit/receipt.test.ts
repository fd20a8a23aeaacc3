import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { receiptPayload } from '../../api/domain/receipt.ts'

const decision = {
  id: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
  choice: 'stop' as const,
  scope: { database: 'a' },
  text: 'x'.repeat(43),
  locale: 'ja' as const,
}
const evidence = {
  signature: 's',
  nonce: 'n',
  decision,
  credential_id: 'c',
  public_key: 'k',
  client_data_json: 'd',
  authenticator_data: 'a',
}
const stated = (channel?: string) =>
  receiptPayload({
    issuer: 'https://e',
    iat: 7,
    number: 'R-1',
    decision,
    databases: ['a'],
    evidence: { ...evidence, ...(channel !== undefined && { channel }) },
  })

it('a receipt states the decision, and commits to the evidence in canonical form', () => {
  const canonical = `{"authenticator_data":"a","client_data_json":"d","credential_id":"c","decision":{"choice":"stop","id":"${decision.id}","locale":"ja","scope":{"database":"a"},"text":"${decision.text}"},"nonce":"n","public_key":"k","signature":"s"}`
  expect(stated()).toStrictEqual({
    iss: 'https://e',
    iat: 7,
    jti: 'R-1',
    choice: 'stop',
    scope: { database: 'a' },
    databases: ['a'],
    text: decision.text,
    assertion: createHash('sha256').update(canonical).digest('base64url'),
  })
})

it('a receipt of a kiosk names it, and commits to it', () => {
  const { channel, assertion, ...rest } = stated('kiosk:desk')
  const { assertion: without, ...same } = stated()
  expect(channel).toBe('kiosk:desk')
  expect(rest).toEqual(same)
  expect(assertion).not.toBe(without)
})
