import { localVoice, synthesisOf, utter, whenVoicesChange } from '../../ui/speech/utter.ts'

/** How long a browser may take to list its voices: some ask the system only at the first request. */
export const VOICES_MS = 2_000

export type Voice = ReturnType<typeof createVoice>

/**
 * Speaks one text at a time, in a voice of this device only: a remote voice would send the text elsewhere. `able`
 * reports whether a text can be spoken. `progress` follows each sentence that begins or ends; a synthesis that hangs
 * reports none.
 */
export function createVoice(deps: { able(now: boolean): void; progress(): void }) {
  const synthesis = synthesisOf()
  let waiting: (() => boolean) | null = null
  let patience: ReturnType<typeof setTimeout> | undefined
  /** Number of the current text. Reports of earlier texts are ignored. */
  let turn = 0

  const hush = () => {
    turn++
    waiting = null
    clearTimeout(patience)
    synthesis?.cancel()
  }

  /** @returns false where there is no voice. */
  const speak = (text: string, language: string, counts: boolean): boolean => {
    const voice = localVoice(language)
    if (!voice) return false
    const mine = turn
    const moves = () => {
      if (counts && turn === mine) deps.progress()
    }
    deps.able(true)
    for (const sentence of text.split(/(?<=[。.?!])/).filter((part) => /[^\s。]/.test(part))) {
      const failed = () => {
        if (turn !== mine) return
        hush()
        deps.able(false)
      }
      utter(sentence, voice, { began: moves, ended: moves, failed })
    }
    return true
  }
  const voicesCame = () => {
    if (!waiting?.()) return
    waiting = null
    clearTimeout(patience)
  }
  const stopListening = whenVoicesChange(voicesCame)

  return {
    /** @param language `ja` or `en`. @param counts whether the text is a sign that somebody listens. */
    say(text: string, language: string, { counts }: { counts: boolean }): void {
      hush()
      if (speak(text, language, counts)) return
      waiting = () => speak(text, language, counts)
      patience = setTimeout(() => deps.able(false), synthesis ? VOICES_MS : 0)
    },
    hush,
    close(): void {
      hush()
      stopListening()
    },
  }
}
