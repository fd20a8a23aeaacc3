// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { VerifyForm } from '../../../web/features/receipts/VerifyForm.tsx'
import { messagesOf } from '../../support/words.ts'
import { render, tapText, type } from './support/render.tsx'

const { verify, needReceipt } = messagesOf.ja.receipts

test('a missing receipt is asked for on submit, until there is one', async () => {
  const onVerify = vi.fn()
  const page = await render(<VerifyForm onVerify={onVerify} />)
  await tapText(page, verify)
  expect(onVerify).not.toHaveBeenCalled()
  expect(page.querySelector('.field-error')?.textContent).toBe(needReceipt)
  await type(page, 'textarea', 'eyJ')
  expect(page.querySelector('[role=alert], .field-error')).toBeNull()
  await tapText(page, verify)
  expect(onVerify).toHaveBeenCalledExactlyOnceWith('eyJ')
})
