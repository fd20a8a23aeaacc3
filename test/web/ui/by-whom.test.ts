import { expect, test } from 'vitest'
import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { byWhom } from '../../../web/features/receipts/by-whom.ts'
import { wordsOfActing } from '../../../web/text/whose.tsx'
import { messagesOf } from '../../support/words.ts'

const own = messagesOf.ja
const acting = wordsOfActing(own, 'child')
const receipt = (change: Partial<ReceiptPayload> = {}): ReceiptPayload => ({
  iss: 'https://erabu.example',
  iat: 1_764_000_000,
  jti: 'R-7K3M-Q2XD-9FTA',
  choice: 'stop',
  scope: { all: true },
  databases: [],
  text: '',
  assertion: '',
  ...change,
})

test.each([
  ['oneself, to oneself', false, {}, null],
  ['a parent, to the child', false, { acting: 'child' }, own.receipts.by.child],
  ['a parent, to a parent', true, { acting: 'child' }, own.receipts.by.child],
  ['the child, to a parent', true, {}, acting.receipts.how.personal],
  ['the child at a kiosk, to a parent', true, { channel: 'kiosk:k1' }, acting.receipts.how.shared],
  ['the child on paper, to a parent', true, { channel: 'desk:d1' }, acting.receipts.how.desk],
] as const)('a receipt says who decided: %s', (_, isActing, change, words) => {
  expect(byWhom(isActing ? acting : own, receipt(change), isActing)).toBe(words)
})
