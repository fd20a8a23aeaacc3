// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { useOutbox } from '../../../web/data/device/outbox.ts'
import { eraseDevice } from '../../../web/data/device/storage.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import { signOut, useSession } from '../../../web/data/patient/session.ts'
import { LeaveDevice } from '../../../web/features/settings/LeaveDevice.tsx'
import { Left } from '../../../web/features/settings/Left.tsx'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/device/outbox.ts')
vi.mock('../../../web/data/device/storage.ts')
vi.mock('../../../web/data/patient/session.ts')

const { settings: s } = messagesOf.ja
const reload = vi.fn()

beforeEach(() => {
  vi.mocked(useOutbox).mockReturnValue([])
  vi.mocked(useSession).mockReturnValue({ status: 'signed-out' })
  vi.spyOn(location, 'reload').mockImplementation(reload)
})

/** The page that a reload opens, by its address. */
async function afterReload() {
  expect(reload).toHaveBeenCalledOnce()
  expect(location.pathname).toBe('/signed-out')
  return render(<Left />)
}

test.each([
  ['signing out', false, s.signOut, s.leftTitle, s.leftText],
  ['erasing the device', true, s.erase, s.erasedTitle, s.erasedText],
])('%s says afterwards that it is done', async (_, signedOut, button, title, text) => {
  await tapText(await render(<LeaveDevice signedOut={signedOut} />), button)
  const page = await afterReload()
  expect(page.querySelector('h1')?.textContent).toBe(title)
  expect(page.textContent).toContain(text)
  expect(document.title).toContain(title)
})

test('nothing is said to be done when it failed', async () => {
  vi.mocked(signOut).mockRejectedValue(new ApiError('offline'))
  const page = await render(<LeaveDevice signedOut={false} />)
  await tapText(page, s.signOut)
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')).not.toBeNull())
  expect(location.pathname).toBe('/')
  expect(reload).not.toHaveBeenCalled()
  expect(eraseDevice).not.toHaveBeenCalled()
})

describe('the page that says so', () => {
  test('is not shown to people who come another way', async () => {
    history.replaceState(null, '', '/signed-out')
    const page = await render(<Left />)
    expect(page.textContent).toBe('')
    expect(location.pathname).toBe('/')
  })

  test('is not shown to people who have signed in again', async () => {
    history.replaceState({ left: 'signed-out' }, '', '/signed-out')
    const session = { patient: { since: '' }, proofed: false, device: 'personal', expires_at: '' } as const
    vi.mocked(useSession).mockReturnValue({
      status: 'signed-in',
      session: { ...session, new_passkeys: [], removed_passkeys: [] },
    })
    expect((await render(<Left />)).textContent).toBe('')
    expect(location.pathname).toBe('/')
  })
})
