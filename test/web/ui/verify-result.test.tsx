// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { ReceiptPaper } from '../../../web/features/receipts/ReceiptPaper.tsx'
import { VerifyResult } from '../../../web/features/receipts/VerifyResult.tsx'
import { languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

const payload: ReceiptPayload = {
  iss: 'http://localhost:3000',
  iat: 1_790_000_000,
  jti: 'R-7K3M-Q2XD-9FTA',
  choice: 'stop',
  scope: { database: 'demo-registry', purpose: 'research' },
  databases: ['demo-registry'],
  text: 'A'.repeat(43),
  assertion: 'B'.repeat(43),
}
const shown = (databases = [database()], language: (typeof languages)[number] = 'ja') =>
  render(<VerifyResult verification={{ valid: true, payload, databases }} onAgain={() => {}} />, language)

test.each(languages)(
  'a genuine receipt speaks in names, and does not say that it still holds (%s)',
  async (language) => {
    const page = await shown([database()], language)
    const text = heard(page)
    const { receipts: r } = messagesOf[language]
    expect(text).toContain(language === 'en' ? 'Case Registry' : '症例レジストリ')
    expect(text).not.toContain('demo-registry')
    expect(text).toContain(r.validNow)
    expect(page.querySelector('.force')).toBeNull()
  },
)

test('a database without a name is not called by its id', async () => {
  const text = heard(await shown([]))
  expect(text).toContain(messagesOf.ja.receipts.unnamed)
  expect(text).not.toContain('demo-registry')
})

test.each(['desk:city-hall', 'kiosk:front-desk'])(
  'a receipt by way of %s tells no place',
  async (channel) => {
    const receipt = { ...payload, channel }
    const page = await render(
      <>
        <VerifyResult verification={{ valid: true, payload: receipt, databases: [] }} onAgain={() => {}} />
        <ReceiptPaper
          jws={`e30.${Buffer.from(JSON.stringify(receipt)).toString('base64url')}.`}
          databases={[]}
        />
      </>,
    )
    expect(page.textContent).toContain(payload.jti)
    expect(document.documentElement.outerHTML).not.toMatch(/city-hall|front-desk/)
  },
)

test('what only experts compare is folded away', async () => {
  const page = await shown()
  for (const code of [payload.text, payload.iss])
    for (const place of [...page.querySelectorAll('*')].filter((one) => one.textContent === code))
      expect(place.closest('details')?.open).toBe(false)
  expect(page.querySelector('details')?.textContent).toContain(payload.text)
})
