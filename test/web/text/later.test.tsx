// @vitest-environment happy-dom
import { act, Component, type ReactNode, Suspense } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LaterMessages } from '../../../web/text/ja-later.ts'
import { LANGUAGES } from '../../../web/text/language.ts'
import { LaterWords, TextProvider, useText } from '../../../web/text/text.tsx'
import { wordsOf } from '../../support/words.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

const { later } = await LANGUAGES.en.loadLater()
let root: Root
let answer: PromiseWithResolvers<{ later: LaterMessages }>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  answer = Promise.withResolvers()
  root = createRoot(document.body.appendChild(document.createElement('main')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const Title = () => <h1>{useText().t.help.title}</h1>

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override render = () => (this.state.failed ? 'failed' : this.props.children)
}

const show = () =>
  act(async () =>
    root.render(
      <TextProvider language="en" words={wordsOf.en}>
        <Boundary key={Math.random()}>
          <Suspense fallback="waiting">
            <LaterWords>
              <Title />
            </LaterWords>
          </Suspense>
        </Boundary>
      </TextProvider>,
    ),
  )
const shown = () => document.body.textContent

test('words that fail to load are shown as failed, asked for once, and asked for again later', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const load = vi.spyOn(LANGUAGES.en, 'loadLater').mockImplementation(() => answer.promise)
  await show()
  expect(shown()).toBe('waiting')
  await act(async () => answer.reject(new TypeError('Failed to fetch')))
  expect(shown()).toBe('failed')
  await show()
  expect([shown(), load.mock.calls.length]).toEqual(['failed', 1])

  answer = Promise.withResolvers()
  answer.resolve({ later })
  vi.advanceTimersByTime(1000)
  await show()
  expect([shown(), load.mock.calls.length]).toEqual([later.help.title, 2])
})
