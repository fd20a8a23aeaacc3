// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Route } from 'wouter'
import type { PasskeyView } from '../../../api/contract/patient.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import type { Ceremony } from '../../../web/data/passkey/ceremony-machine.ts'
import { useEnrolment, useSignIn } from '../../../web/data/patient/ceremony.ts'
import {
  refreshPasskeys,
  removePasskey,
  renamePasskey,
  usePasskeys,
} from '../../../web/data/patient/passkeys.ts'
import { SignIn } from '../../../web/features/identity/SignIn.tsx'
import { AddPasskey } from '../../../web/features/settings/AddPasskey.tsx'
import { PasskeyPage } from '../../../web/features/settings/PasskeyPage.tsx'
import { faultOf } from '../../../web/features/settings/passkey-name.ts'
import { messagesOf } from '../../support/words.ts'
import { passkey } from './support/fixtures.ts'
import { render, tapText, type } from './support/render.tsx'

vi.mock('../../../web/data/patient/passkeys.ts')
vi.mock('../../../web/data/patient/ceremony.ts')

const { passkeys: p, identity: i } = messagesOf.ja
const heading = (page: HTMLElement) => page.querySelector('h1')?.textContent
const ceremony = (change: Partial<Ceremony> = {}): Ceremony => ({
  phase: 'ready',
  failure: null,
  start: vi.fn(),
  ...change,
})

function give(...passkeys: PasskeyView[]) {
  vi.mocked(usePasskeys).mockReturnValue({
    status: 'ready',
    value: { rp_id: 'localhost', user: { id: 'handle', name: 'えらぶ' }, passkeys, removed: [] },
    asOf: new Date(),
    from: 'server',
  })
}

async function showOne(id: string) {
  history.replaceState(null, '', `/settings/passkeys/${id}`)
  return render(<Route path="/settings/passkeys/:id" component={PasskeyPage} />)
}

beforeEach(() => {
  give(passkey({ id: 'one' }), passkey({ id: 'two', current: false }))
  vi.mocked(useSignIn).mockReturnValue(ceremony())
  vi.mocked(refreshPasskeys).mockResolvedValue()
})

describe('removing a passkey', () => {
  test('says what it means, then removes it and goes back to the list', async () => {
    vi.mocked(removePasskey).mockResolvedValue(true)
    const page = await showOne('two')
    expect(page.textContent).toContain(p.removeText)
    await tapText(page, p.remove)
    expect(removePasskey).toHaveBeenCalledExactlyOnceWith('two')
    expect(location.pathname).toBe('/settings')
  })

  test('that signed in here says that it signs this device out, and goes to the sign-in', async () => {
    vi.mocked(removePasskey).mockResolvedValue(false)
    const page = await showOne('one')
    expect(page.textContent).toContain(p.removeCurrentText)
    await tapText(page, p.remove)
    expect(location.pathname).toBe('/sign-in')
    const signIn = await render(<SignIn />)
    expect(signIn.querySelector('[role=status], .notice')?.textContent).toContain(p.removedCurrentText)
    expect(signIn.textContent).not.toContain(messagesOf.ja.failures.codes['not-signed-in'][0])
  })

  test('other than this device’s says nothing of this device', async () => {
    expect((await showOne('two')).textContent).not.toContain(p.removeCurrentText)
  })

  test('is not offered for the last one, and the page says why', async () => {
    give(passkey({ id: 'one' }))
    const page = await showOne('one')
    expect(page.textContent).toContain(p.lastText)
    expect(page.textContent).not.toContain(p.removeText)
    expect([...page.querySelectorAll('button')].map((button) => button.textContent)).not.toContain(p.remove)
  })

  test('asks for a passkey of this account when the last use is too old, then goes on by itself', async () => {
    vi.mocked(removePasskey).mockRejectedValueOnce(new ApiError('assertion-required', 403))
    const page = await showOne('two')
    vi.mocked(useSignIn).mockReturnValue(ceremony({ phase: 'done' }))
    vi.mocked(removePasskey).mockResolvedValueOnce(true)
    await tapText(page, p.remove)
    expect(useSignIn).toHaveBeenCalledWith('handle')
    expect(removePasskey).toHaveBeenCalledTimes(2)
    expect(location.pathname).toBe('/settings')
  })
})

describe('a name for a passkey', () => {
  test.each([
    ['', p.needName],
    ['　 ', p.needName],
    ['あ'.repeat(41), p.nameTooLong],
    ['1234 5678 9012', p.nameIsNumber],
    ['１２３４-５６７８-９０１２', p.nameIsNumber],
    ['𠮷'.repeat(40), null],
    ['iPhone 15', null],
  ])('"%s" is answered with %s', (name, fault) => {
    expect(faultOf(name, messagesOf.ja)).toBe(fault)
  })

  test('if missing is asked for on submit, above the form and at the field', async () => {
    const page = await showOne('two')
    await tapText(page, p.saveName)
    expect(renamePasskey).not.toHaveBeenCalled()
    expect(page.querySelector('[role=alert] a')?.getAttribute('href')).toBe('#passkey-name')
    expect(page.querySelector('.field-error')?.textContent).toBe(p.needName)
    expect(document.title).toMatch(/^エラー: /)
    await type(page, '#passkey-name', 'スマホ')
    expect(page.querySelector('[role=alert], .field-error')).toBeNull()
    expect(document.title).not.toMatch(/^エラー: /)
  })

  test('is saved, and the page says so until the name changes', async () => {
    give(passkey({ id: 'one', name: 'スマホ' }))
    vi.mocked(renamePasskey).mockResolvedValue()
    const page = await showOne('one')
    await tapText(page, p.saveName)
    expect(renamePasskey).toHaveBeenCalledExactlyOnceWith('one', 'スマホ')
    expect(page.querySelector('form [role=status]')?.textContent).toBe(p.nameSaved)
    await type(page, '#passkey-name', '携帯')
    expect(page.querySelector('form [role=status]')?.textContent).toBe('')
  })
})

describe('adding a passkey', () => {
  test('first asks for an existing one when the last use is too old', async () => {
    vi.mocked(useEnrolment).mockReturnValue(
      ceremony({ phase: 'failed', failure: { code: 'assertion-required' } }),
    )
    expect(heading(await render(<AddPasskey />))).toBe(p.askTitle)
  })

  test('on a device that has one says so, and that nothing changed', async () => {
    vi.mocked(useEnrolment).mockReturnValue(
      ceremony({ phase: 'failed', failure: { code: 'account-exists' } }),
    )
    const page = await render(<AddPasskey />)
    expect(heading(page)).toBe(p.existsTitle)
    expect(page.textContent).toContain(p.existsText)
  })

  test('signals the new list to the device afterwards', async () => {
    vi.mocked(useEnrolment).mockReturnValue(ceremony({ phase: 'done' }))
    expect(heading(await render(<AddPasskey />))).toBe(p.addedTitle)
    expect(refreshPasskeys).toHaveBeenCalledOnce()
  })

  test('explains the dialog of the device before it opens', async () => {
    const state = ceremony()
    vi.mocked(useEnrolment).mockReturnValue(state)
    const page = await render(<AddPasskey />)
    expect(page.textContent).toContain(p.addText)
    await tapText(page, i.create)
    expect(state.start).toHaveBeenCalledOnce()
  })
})
