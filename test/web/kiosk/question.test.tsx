// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { FIELDS } from '../../../web/features/decisions/validate.ts'
import { Display } from '../../../web/features/settings/Display.tsx'
import { Question } from '../../../web/kiosk/screens/Question.tsx'
import { type Kiosk, KioskContext } from '../../../web/kiosk/visit/kiosk-context.ts'
import { kiosk as k } from '../../../web/text/ja/kiosk.ts'
import { messagesOf } from '../../support/words.ts'
import { render, tap } from '../ui/support/render.tsx'

const draft = { kind: null, database: null, pair: null, choice: null }
const answered = vi.fn()

const question = () =>
  render(
    <KioskContext value={{ k, progress: { draft } } as unknown as Kiosk}>
      <Display within="menu" />
      <Question step="choice" onAnswered={answered} onBack={() => {}}>
        {(errorOf) => <p id="field">{errorOf(FIELDS.choice)}</p>}
      </Question>
    </KioskContext>,
  )

test('an unanswered question does not go on, and says so also in a language chosen next', async () => {
  const page = await question()
  const field = () => page.querySelector('#field')?.textContent
  await tap(page, 'button[type=submit]')
  expect(answered).not.toHaveBeenCalled()
  expect(field()).toBe(messagesOf.ja.decisions.needChoice)
  await act(async () => tap(page, 'input[value=en]'))
  await vi.waitFor(() => expect(field()).toBe(messagesOf.en.decisions.needChoice))
})
