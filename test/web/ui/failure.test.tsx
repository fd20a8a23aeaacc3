// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { PROBLEM_STATUS } from '../../../api/contract/problem-status.ts'
import type { Failure } from '../../../web/data/http/failure.ts'
import { FailureNotice } from '../../../web/ui/FailureNotice.tsx'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

const codes = [
  ...Object.keys(PROBLEM_STATUS),
  'offline',
  'cancelled',
  'unsupported',
  'unreadable',
  'not-kept',
  'not-erased',
] as Failure['code'][]

test.each(codes)('%s is explained with what to do next, and takes the focus', async (code) => {
  const page = await render(<FailureNotice failure={{ code }} />)
  const notice = page.querySelector('[role=alert]')
  expect(notice?.querySelector('h2')?.textContent).toBeTruthy()
  expect(notice?.querySelector('p')?.textContent).toMatch(/ください|届け出られません。|違うか/)
  expect(notice?.textContent).not.toContain(code)
  expect(document.activeElement).toBe(notice)
})

test('the time to wait is in the language of the page', async () => {
  const failure = { code: 'rate-limited', retryAfter: 90 } as const
  expect((await render(<FailureNotice failure={failure} />)).textContent).toContain('2分ほど待って')
  expect((await render(<FailureNotice failure={failure} />, 'en')).textContent).toContain('Wait 2 minutes')
})

test('a passkey that was not found and one that was refused sound the same', () => {
  const { failures, refusals } = messagesOf.ja
  expect(failures.codes.cancelled).toEqual(refusals.codes['passkey-rejected'])
})
