// @vitest-environment happy-dom
import type { ReactNode } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SessionAnswer } from '../../../api/contract/patient.ts'
import type { Failure } from '../../../web/data/http/failure.ts'
import { passkeySupport } from '../../../web/data/passkey/support.ts'
import { useEnrolment, useSignIn } from '../../../web/data/patient/ceremony.ts'
import { useSession } from '../../../web/data/patient/session.ts'
import { MakePasskey } from '../../../web/features/identity/MakePasskey.tsx'
import { Proofing } from '../../../web/features/identity/Proofing.tsx'
import { SignIn } from '../../../web/features/identity/SignIn.tsx'
import { PasskeyAction } from '../../../web/ui/passkey/PasskeyAction.tsx'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/passkey/support.ts')
vi.mock('../../../web/data/patient/ceremony.ts')
vi.mock('../../../web/data/patient/session.ts')

const { welcome: w, identity: i, shell } = messagesOf.ja
const session: SessionAnswer = {
  patient: null,
  proofed: true,
  device: 'personal',
  expires_at: '',
  new_passkeys: [],
  removed_passkeys: [],
}
const labels = (page: HTMLElement) =>
  [...page.querySelectorAll('button, a')].map(({ textContent }) => textContent)
const asks = (failure: Failure | null) => {
  const ceremony = { phase: failure ? 'failed' : 'ready', failure, start() {} } as const
  vi.mocked(useSignIn).mockReturnValue(ceremony)
  vi.mocked(useEnrolment).mockReturnValue(ceremony)
}

beforeEach(() => {
  vi.mocked(useSession).mockReturnValue({ status: 'signed-out' })
  vi.mocked(passkeySupport).mockReturnValue('unavailable')
  asks(null)
})

const SCREENS: [string, () => ReactNode, string, 'signed-out' | 'proofed'][] = [
  ['the sign-in', () => <SignIn />, i.signInTitle, 'signed-out'],
  ['the page before the portal', () => <Proofing />, i.proofTitle, 'signed-out'],
  ['the page that makes a passkey', () => <MakePasskey />, i.passkeyTitle, 'proofed'],
]

describe.each(SCREENS)('%s, in a browser without passkeys', (_, screen, title, status) => {
  beforeEach(() => {
    vi.mocked(useSession).mockReturnValue(status === 'proofed' ? { status, session } : { status })
  })

  test('offers the other ways, and nothing that leads in a circle', async () => {
    const page = await render(screen())
    expect(page.querySelector('h1')?.textContent).toBe(title)
    expect(page.textContent).toContain(w.noPasskeys)
    expect(labels(page)).toEqual([shell.helpPage])
  })

  test('says nothing of it to others', async () => {
    vi.mocked(passkeySupport).mockReturnValue('available')
    expect((await render(screen())).textContent).not.toContain(w.noPasskeysTitle)
  })
})

test('a browser that turns out to have none after a tap is not asked to try again', async () => {
  const failed = { phase: 'failed', failure: { code: 'unsupported' } } as const
  const page = await render(<PasskeyAction {...failed} label={i.signIn} onStart={() => {}} />)
  expect(page.textContent).toContain(w.noPasskeys)
  expect(labels(page)).toEqual([shell.helpPage])
  expect(document.activeElement?.textContent).toContain(w.noPasskeysTitle)
})

test('a passkey that was cancelled can be tried again', async () => {
  vi.mocked(passkeySupport).mockReturnValue('available')
  asks({ code: 'cancelled' })
  expect(labels(await render(<SignIn />))).toContain(shell.retry)
})
