// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CoverageRows } from '../../../web/features/coverage/CoverageRows.tsx'
import { Layout } from '../../../web/kiosk/Layout.tsx'
import { heardOf } from '../../../web/kiosk/speech/heard.ts'
import { SETTLE_MS } from '../../../web/kiosk/speech/reader.ts'
import { VOICES_MS } from '../../../web/kiosk/speech/voice.ts'
import { IDLE_MS, LOOK_MS } from '../../../web/kiosk/visit/idle.ts'
import { type Kiosk, KioskContext, type Progress } from '../../../web/kiosk/visit/kiosk-context.ts'
import { STANDARD, type View } from '../../../web/kiosk/visit/view.ts'
import { type Language, languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { createSynthesis, JAPANESE } from '../../support/synthesis.ts'
import { terminalWordsOf } from '../../support/words.ts'
import { coverage } from '../ui/support/fixtures.ts'
import { heard, render, tapText } from '../ui/support/render.tsx'

// Loads the module that the screens would fetch later.
import '../../../web/kiosk/screens/Method.tsx'
import '../../../web/kiosk/speech/read-aloud.ts'

vi.mock('../../../web/kiosk/ring.ts', () => ({ ring: () => {} }))

const k = terminalWordsOf.ja.kiosk

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)))

/** Shows a kiosk that reads aloud with this synthesis. */
async function reading(
  synthesis: ReturnType<typeof createSynthesis>,
  { screen = 'method', language = 'ja', ...view }: Partial<View & Pick<Progress, 'screen'>> = {},
) {
  vi.stubGlobal('speechSynthesis', synthesis)
  vi.stubGlobal('SpeechSynthesisUtterance', synthesis.Utterance)
  const on = { hands: vi.fn(), gone: vi.fn() }
  const kiosk = {
    k: terminalWordsOf[language].kiosk,
    view: { ...STANDARD, language, speaking: true, ...view },
    progress: { screen },
    safe: { status: 'loading' },
    state: null,
    setView: () => {},
    callStaff: () => Promise.reject(new Error('no network')),
  } as unknown as Kiosk
  const page = await render(
    <KioskContext value={kiosk}>
      <Layout farewell={false} cut={false} isHeld={() => false} onHands={on.hands} onGone={on.gone} />
    </KioskContext>,
    language,
  )
  await pass(SETTLE_MS + 100)
  return { page, on, said: () => synthesis.spoken.join('') }
}

describe('a kiosk that reads aloud', () => {
  test.each(languages)('says on the screen, in %s, that it has no voice', async (language: Language) => {
    const { page, said } = await reading(createSynthesis(), { language })
    const words = withoutRuby(terminalWordsOf[language].kiosk.noVoice)
    expect(heard(page)).not.toContain(words)
    await pass(VOICES_MS)
    expect(heard(page)).toContain(words)
    expect(said()).toBe('')
  })

  test('says on the screen that its sound is off', async () => {
    const { page, said } = await reading(createSynthesis(JAPANESE), { muted: true })
    expect(heard(page)).toContain(k.voiceMuted)
    expect(said()).toBe('')
  })

  test('reads the screen in a voice that loads late, and then does not say that it has none', async () => {
    const synthesis = createSynthesis()
    const { page, said } = await reading(synthesis)
    await pass(VOICES_MS)
    await act(async () => synthesis.come(JAPANESE))
    expect(said()).toContain(k.methodTitle)
    expect(heard(page)).not.toContain(k.noVoice)
  })

  test('reads an error when it appears', async () => {
    const { page, said } = await reading(createSynthesis(JAPANESE))
    expect(said()).not.toContain(k.noCall)
    await act(async () => tapText(page, k.call))
    await pass(SETTLE_MS + 100)
    expect(said()).toContain(k.noCall)
  })

  test('reads the warning, whose own speech is no sign that somebody is there', async () => {
    const synthesis = createSynthesis(JAPANESE)
    const { page, on, said } = await reading(synthesis)
    synthesis.run()
    await pass(IDLE_MS + 2 * LOOK_MS)
    expect(page.querySelector('dialog')).not.toBeNull()
    expect(said()).toContain(k.warningTitle)
    expect(said()).toContain(k.stay)
    on.hands.mockClear()
    await act(async () => synthesis.run())
    expect(on.hands).not.toHaveBeenCalled()
    expect(page.querySelector('dialog')).not.toBeNull()
  })

  test('does not warn while it reads to somebody, but a minute later', async () => {
    const synthesis = createSynthesis(JAPANESE)
    const { page, on } = await reading(synthesis)
    await pass(IDLE_MS - 5_000)
    await act(async () => synthesis.run())
    expect(on.hands).toHaveBeenCalled()
    await pass(IDLE_MS - 5_000)
    expect(page.querySelector('dialog')).toBeNull()
    await pass(6_000)
    expect(page.querySelector('dialog')).not.toBeNull()
  })

  test('never speaks what the portal returned, shown or not', async () => {
    const secret = coverage({ insurer_number: '12999991', number: '7654321', qualified_on: '2024-04-01' })
    for (const shown of [true, false]) {
      const page = await render(<CoverageRows coverage={secret} shown={shown} />)
      const text = heardOf(page, k.unspoken)
      expect(text).toBe(`${k.unspoken}。`)
    }
  })
})
