import { heardOf } from './heard.ts'
import { createReader } from './reader.ts'
import { createVoice } from './voice.ts'

export type ReadAloud = ReturnType<typeof readAloud>

/**
 * Reads a page aloud until it is stopped.
 * @param on.language `ja` or `en`
 * @param on.instead spoken in place of what others in the room must not hear
 */
export function readAloud(
  page: Element,
  on: { language: string; instead: string; able(now: boolean): void; progress(): void },
) {
  const voice = createVoice(on)
  const stop = createReader(page, (elements) => {
    const text = elements.map((element) => heardOf(element, on.instead)).join('。')
    voice.say(text, on.language, { counts: true })
  })
  return {
    /** Speaks at once. It does not count as a sign that somebody listens. */
    announce: (text: string) => voice.say(text, on.language, { counts: false }),
    hush: voice.hush,
    stop(): void {
      stop()
      voice.close()
    },
  }
}
