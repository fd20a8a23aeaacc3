// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import type { SessionAnswer } from '../../../api/contract/patient.ts'
import { passkeySupport } from '../../../web/data/passkey/support.ts'
import { useEnrolment } from '../../../web/data/patient/ceremony.ts'
import { useProofing } from '../../../web/data/patient/proofing.ts'
import { useSession } from '../../../web/data/patient/session.ts'
import { MakePasskey } from '../../../web/features/identity/MakePasskey.tsx'
import { Proofing } from '../../../web/features/identity/Proofing.tsx'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/passkey/support.ts')
vi.mock('../../../web/data/patient/ceremony.ts')
vi.mock('../../../web/data/patient/proofing.ts')
vi.mock('../../../web/data/patient/session.ts')

const { identity: i } = messagesOf.ja
const session: SessionAnswer = {
  patient: null,
  proofed: true,
  device: 'personal',
  expires_at: '',
  new_passkeys: [],
  removed_passkeys: [],
}
const portal = (value: 'pending' | 'ready') => {
  history.replaceState(null, '', '/proofing?request=x')
  vi.mocked(useProofing).mockReturnValue({ status: 'ready', value, asOf: new Date(), from: 'server' })
  return <Proofing />
}

beforeEach(() => {
  vi.mocked(passkeySupport).mockReturnValue('available')
  vi.mocked(useSession).mockReturnValue({ status: 'proofed', session })
  vi.mocked(useEnrolment).mockReturnValue({ phase: 'ready', failure: null, start() {} })
})

test.each([
  [1, () => <Proofing />],
  [2, () => portal('pending')],
  [3, () => portal('ready')],
  [4, () => <MakePasskey />],
] as const)('a first visit is at step %i of four', async (now, screen) => {
  const page = await render(screen())
  expect(page.textContent).toContain(i.step(now, 4))
  expect(page.querySelectorAll('.proof-steps .reached')).toHaveLength(now)
})

test('a person who has a passkey in this session makes none, and counts no steps', async () => {
  vi.mocked(useSession).mockReturnValue({
    status: 'signed-in',
    session: { ...session, patient: { since: '' } },
  })
  for (const screen of [<Proofing key="1" />, portal('pending'), portal('ready')])
    expect((await render(screen)).querySelector('.proof-steps')).toBeNull()
})

test('the steps are those that are explained before the first', () => {
  expect(i.steps).toHaveLength(4)
})
