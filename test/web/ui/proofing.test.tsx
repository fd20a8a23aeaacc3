// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SessionAnswer } from '../../../api/contract/patient.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import { passkeySupport } from '../../../web/data/passkey/support.ts'
import { startProofing, useProofing } from '../../../web/data/patient/proofing.ts'
import { type SessionState, useSession } from '../../../web/data/patient/session.ts'
import { Proofing } from '../../../web/features/identity/Proofing.tsx'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/http/desks.ts', () => ({ useDesks: () => [] }))

vi.mock('../../../web/data/passkey/support.ts')
vi.mock('../../../web/data/patient/proofing.ts')
vi.mock('../../../web/data/patient/session.ts')

const i = messagesOf.ja.identity
const heading = (page: HTMLElement) => page.querySelector('h1')?.textContent
const session: SessionAnswer = {
  patient: null,
  proofed: true,
  device: 'personal',
  expires_at: '',
  new_passkeys: [],
  removed_passkeys: [],
}

beforeEach(() => {
  vi.mocked(passkeySupport).mockReturnValue('available')
  vi.mocked(useSession).mockReturnValue({ status: 'proofed', session })
})

describe('before the portal', () => {
  test('the person reads why and on which basis it is asked, and is asked for no number', async () => {
    const page = await render(<Proofing />)
    expect(page.textContent).toContain(i.noNumber)
    await vi.waitFor(() => expect(page.textContent).toContain('健康保険法 第194条の2'))
    expect(page.querySelector('input, textarea')).toBeNull()
  })

  test('words are shown while it opens, and another try is offered if it fails', async () => {
    let refuse = (_: Error) => {}
    vi.mocked(startProofing).mockReturnValue(new Promise((_, reject) => (refuse = reject)))
    const page = await render(<Proofing />)
    await tapText(page, i.toPortal)
    expect(page.querySelector('[role=status]')?.textContent).toBe(i.opening)
    refuse(new ApiError('portal-unavailable', 503))
    await vi.waitFor(() => expect(page.querySelector('[role=alert]')).not.toBeNull())
    await tapText(page, messagesOf.ja.shell.retry)
    expect(startProofing).toHaveBeenCalledTimes(2)
  })
})

describe('after the portal', () => {
  const comeBack = async (status: string, state: SessionState = { status: 'proofed', session }) => {
    history.replaceState(null, '', '/proofing?request=x')
    vi.mocked(useSession).mockReturnValue(state)
    vi.mocked(useProofing).mockReturnValue({
      status: 'ready',
      value: status as never,
      asOf: new Date(),
      from: 'server',
    })
    return render(<Proofing />)
  }

  test('a new person goes on to the passkey', async () => {
    const page = await comeBack('ready')
    expect(page.querySelector('a.button')?.getAttribute('href')).toBe('/passkey')
  })

  test('a person who has a passkey in this session goes on to their coverage', async () => {
    const page = await comeBack('ready', {
      status: 'signed-in',
      session: { ...session, patient: { since: '' } },
    })
    expect(page.querySelector('a.button')?.getAttribute('href')).toBe('/me')
  })

  test('a person without coverage is told what to do, and not that it worked', async () => {
    expect(heading(await comeBack('ready', { status: 'signed-out' }))).toBe(i.noDataTitle)
  })

  test('waiting is shown in words', async () => {
    expect((await comeBack('pending')).querySelector('[role=status]')?.textContent).toBe(i.pending)
  })

  test.each([
    ['declined', i.declinedTitle, false],
    ['unavailable', i.unavailableTitle, true],
    ['expired', i.expiredTitle, true],
    ['mismatch', i.mismatchTitle, true],
    ['wrong-link', i.wrongLinkTitle, true],
  ])('%s has its own words and a way on', async (status, title, isError) => {
    const page = await comeBack(status)
    expect(heading(page)).toBe(title)
    expect(document.title.startsWith('エラー: ')).toBe(isError)
    expect(page.textContent).toContain(i.again)
  })
})

test.each([
  ['proofed', session, '/passkey'],
  ['signed-in', { ...session, patient: { since: '' } }, '/me'],
] as const)('an answer opened twice lets a person go on who is %s', async (status, answer, to) => {
  vi.mocked(useSession).mockReturnValue({ status, session: answer })
  history.replaceState(null, '', '/proofing?error=state-rejected')
  const page = await render(<Proofing />)
  expect(heading(page)).toBe(i.readyTitle)
  expect(page.querySelector('a.button')?.getAttribute('href')).toBe(to)
})

test('a refused answer leaves a way on', async () => {
  vi.mocked(useSession).mockReturnValue({ status: 'signed-out' })
  history.replaceState(null, '', '/proofing?error=state-rejected')
  const page = await render(<Proofing />)
  expect(heading(page)).toBe(i.rejectedTitle)
  expect(page.textContent).toContain(i.again)
})
