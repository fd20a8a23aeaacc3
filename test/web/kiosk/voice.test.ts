// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createVoice, VOICES_MS } from '../../../web/kiosk/speech/voice.ts'
import { createSynthesis, JAPANESE } from '../../support/synthesis.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function listenTo(synthesis: ReturnType<typeof createSynthesis> | undefined) {
  vi.stubGlobal('speechSynthesis', synthesis)
  if (synthesis) vi.stubGlobal('SpeechSynthesisUtterance', synthesis.Utterance)
  const state = { able: [] as boolean[], progress: 0 }
  const voice = createVoice({
    able: (now) => state.able.push(now),
    progress: () => {
      state.progress++
    },
  })
  return { state, say: (text: string, counts = true) => voice.say(text, 'ja', { counts }), voice }
}

describe('the voice of a kiosk', () => {
  test.for([
    ['has no synthesis', undefined],
    ['has no voice', createSynthesis()],
    ['has a voice of another language', createSynthesis({ lang: 'en-GB', localService: true })],
    ['has a voice that is elsewhere', createSynthesis({ lang: 'ja-JP', localService: false })],
  ] as const)('says that it cannot read where the device %s', ([, synthesis]) => {
    const { state, say } = listenTo(synthesis)
    say('記録です。')
    vi.advanceTimersByTime(VOICES_MS)
    expect(state.able).toEqual([false])
    expect(synthesis?.spoken ?? []).toEqual([])
  })

  test('reads sentence by sentence in a voice of the device, and each counts as activity', () => {
    const synthesis = createSynthesis({ lang: 'en-GB', localService: true }, JAPANESE)
    const { state, say } = listenTo(synthesis)
    say('届け出ました。終わります。')
    expect(synthesis.spoken).toEqual(['届け出ました。', '終わります。'])
    expect(synthesis.voices()).toEqual(['ja-JP', 'ja-JP'])
    synthesis.run()
    vi.advanceTimersByTime(VOICES_MS)
    expect(state).toEqual({ able: [true], progress: 4 })
  })

  test('reads in a voice that loads late, also after it was missed', () => {
    const synthesis = createSynthesis()
    const { state, say } = listenTo(synthesis)
    say('記録です。')
    synthesis.come({ lang: 'en-GB', localService: true })
    expect(synthesis.spoken).toEqual([])
    vi.advanceTimersByTime(VOICES_MS)
    synthesis.come(JAPANESE)
    expect(synthesis.spoken).toEqual(['記録です。'])
    expect(state.able).toEqual([false, true])
  })

  test('does not read text that is gone when a late voice loads', () => {
    const synthesis = createSynthesis()
    const { say, voice } = listenTo(synthesis)
    say('記録です。')
    voice.hush()
    synthesis.come(JAPANESE)
    expect(synthesis.spoken).toEqual([])
  })

  test('reports no activity for announcements, nor for a synthesis that hangs or was stopped', () => {
    const synthesis = createSynthesis(JAPANESE)
    const { state, say } = listenTo(synthesis)
    say('続けますか。', false)
    synthesis.run()
    say('記録です。')
    say('次の画面です。')
    expect(state.progress).toBe(0)
    synthesis.run()
    expect(state.progress).toBe(2)
  })

  test('says that it cannot read when the synthesis fails', () => {
    const synthesis = createSynthesis(JAPANESE)
    const { state, say } = listenTo(synthesis)
    say('記録です。')
    synthesis.fail()
    expect(state.able).toEqual([true, false])
  })
})
