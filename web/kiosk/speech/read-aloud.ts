import { heardOf } from './heard.ts'
import { createReader } from './reader.ts'
import { createVoice } from './voice.ts'

export type ReadAloud = ReturnType<typeof readAloud>

/**
 * Reads a page aloud until it is stopped. @param on.language `ja` or `en`. @param on.instead said for what the room must
 * not hear.
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
    /** Said at once; whoever hears it need not be there. */
    announce: (text: string) => voice.say(text, on.language, { counts: false }),
    hush: voice.hush,
    stop(): void {
      stop()
      voice.close()
    },
  }
}
