/** How long a browser has to name its voices: some ask the system only once they are asked. */
export const VOICES_MS = 2_000

export type Voice = ReturnType<typeof createVoice>

/**
 * Reads aloud, one text at a time, in a voice of this device: one from elsewhere would be told what it reads.
 * `able` says whether what was to be said can be said. `progress` follows each sentence that begins or ends, so that a
 * synthesis that hangs reports none.
 */
export function createVoice(deps: { able(now: boolean): void; progress(): void }) {
  const synthesis = globalThis.speechSynthesis as SpeechSynthesis | undefined
  let waiting: (() => boolean) | null = null
  let patience: ReturnType<typeof setTimeout> | undefined
  /** Counts the texts: what an earlier one reports counts no more. */
  let turn = 0

  const hush = () => {
    turn++
    waiting = null
    clearTimeout(patience)
    synthesis?.cancel()
  }
  const voiceFor = (language: string) =>
    synthesis?.getVoices().find(({ lang, localService }) => localService && lang.slice(0, 2) === language)

  /** @returns false where there is no voice. */
  const speak = (text: string, language: string, counts: boolean): boolean => {
    const voice = voiceFor(language)
    if (!synthesis || !voice) return false
    const mine = turn
    const moves = () => {
      if (counts && turn === mine) deps.progress()
    }
    deps.able(true)
    for (const sentence of text.split(/(?<=[。.?!])/).filter((part) => /[^\s。]/.test(part))) {
      const utterance = new SpeechSynthesisUtterance(sentence)
      utterance.voice = voice
      utterance.lang = voice.lang
      utterance.rate = 0.9
      utterance.onstart = moves
      utterance.onend = moves
      utterance.onerror = () => {
        if (turn !== mine) return
        hush()
        deps.able(false)
      }
      synthesis.speak(utterance)
    }
    return true
  }
  const voicesCame = () => {
    if (!waiting?.()) return
    waiting = null
    clearTimeout(patience)
  }
  synthesis?.addEventListener('voiceschanged', voicesCame)

  return {
    /** @param language `ja` or `en`. @param counts whether somebody who listens to it is at work. */
    say(text: string, language: string, { counts }: { counts: boolean }): void {
      hush()
      if (speak(text, language, counts)) return
      waiting = () => speak(text, language, counts)
      patience = setTimeout(() => deps.able(false), synthesis ? VOICES_MS : 0)
    },
    hush,
    close(): void {
      hush()
      synthesis?.removeEventListener('voiceschanged', voicesCame)
    },
  }
}
