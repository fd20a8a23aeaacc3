/** Calm, so that it can be followed while reading along. */
const RATE = 0.9

export const synthesisOf = (): SpeechSynthesis | undefined =>
  globalThis.speechSynthesis as SpeechSynthesis | undefined

/**
 * A voice of this device for a language. A remote voice would send the text elsewhere.
 * @param language `ja` or `en`
 */
export const localVoice = (language: string): SpeechSynthesisVoice | undefined =>
  synthesisOf()
    ?.getVoices()
    .find(({ lang, localService }) => localService && lang.slice(0, 2) === language)

/** Calls `listener` when the browser's list of voices changes. Returns the function that ends this. */
export function whenVoicesChange(listener: () => void): () => void {
  const synthesis = synthesisOf()
  synthesis?.addEventListener('voiceschanged', listener)
  return () => synthesis?.removeEventListener('voiceschanged', listener)
}

/** Puts a text at the end of what is spoken. */
export function utter(
  text: string,
  voice: SpeechSynthesisVoice,
  on: { began(): void; ended(): void; failed(): void },
): void {
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.voice = voice
  utterance.lang = voice.lang
  utterance.rate = RATE
  utterance.onstart = on.began
  utterance.onend = on.ended
  utterance.onerror = on.failed
  synthesisOf()?.speak(utterance)
}
