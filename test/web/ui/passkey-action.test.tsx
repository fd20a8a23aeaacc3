// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { Failed } from '../../../web/ui/FailureNotice.tsx'
import { PasskeyAction } from '../../../web/ui/passkey/PasskeyAction.tsx'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

const t = messagesOf.ja

const failed = (code: Failed['code']) =>
  render(<PasskeyAction phase="failed" failure={{ code }} label="send" onStart={vi.fn()} />)

test.each(['challenge-expired', 'passkey-rejected', 'offline'])(
  'another try is offered after %s',
  async (code) => {
    expect((await failed(code)).querySelector('button')?.textContent).toBe(t.shell.retry)
  },
)

test.each(['under-age', 'stop-stands'] as const)(
  'a decision that is refused for good is not tried again (%s)',
  async (code) => {
    const page = await failed(code)
    expect(page.querySelector('[role=alert]')?.textContent).toContain(t.refusals.codes[code][1])
    expect(page.querySelector('button')).toBeNull()
  },
)
