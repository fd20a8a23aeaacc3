type VoiceOf = { lang: string; localService: boolean }
type Utterance = {
  text: string
  voice: VoiceOf | null
  onstart?: () => void
  onend?: () => void
  onerror?: (event: { error: string }) => void
}

export const JAPANESE: VoiceOf = { lang: 'ja-JP', localService: true }

/** The speech synthesis of a browser (Web Speech API) with these voices; it speaks only when told to. */
export function createSynthesis(...voices: VoiceOf[]) {
  let queue: Utterance[] = []
  const said: Utterance[] = []
  const changes = new EventTarget()
  return {
    addEventListener: changes.addEventListener.bind(changes),
    removeEventListener: changes.removeEventListener.bind(changes),
    Utterance: class {
      voice = null
      text: string
      constructor(text: string) {
        this.text = text
      }
    },
    getVoices: () => [...voices],
    speak(utterance: Utterance) {
      queue.push(utterance)
      said.push(utterance)
    },
    cancel() {
      const dropped = queue
      queue = []
      for (const { onerror } of dropped) onerror?.({ error: 'canceled' })
    },
    /** Every text that it was given. */
    get spoken() {
      return said.map(({ text }) => text)
    },
    voices: () => said.map(({ voice }) => voice?.lang),
    /** Speaks everything in the queue to the end. */
    run() {
      const all = queue
      queue = []
      for (const { onstart, onend } of all) {
        onstart?.()
        onend?.()
      }
    },
    /** Begins the first in the queue. */
    start() {
      queue[0]?.onstart?.()
    },
    fail() {
      const [first] = queue
      queue = []
      first?.onerror?.({ error: 'synthesis-failed' })
    },
    /** Adds a voice. */
    come(voice: VoiceOf) {
      voices.push(voice)
      changes.dispatchEvent(new Event('voiceschanged'))
    },
  }
}
