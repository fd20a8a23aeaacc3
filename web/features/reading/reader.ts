import { createStore, useStore } from '../../data/state/store.ts'
import { type Sentence, sentencesOf } from '../../ui/speech/sentences.ts'
import { localVoice, synthesisOf, utter } from '../../ui/speech/utter.ts'
import { mark, unmark } from './mark.ts'

/** `failed`: the last reading ended because the device could not speak. */
export type ReadingState = 'off' | 'reading' | 'paused' | 'failed'

const state = createStore<ReadingState>('off')
let sentences: Sentence[] = []
let at = 0
let language = 'ja'
/** Counts what was begun or cancelled: reports of earlier utterances are ignored. */
let turn = 0

export const useReadingState = (): ReadingState => useStore(state)

/** Reads a screen from its heading on. @param instead spoken in place of personal numbers. */
export function startReading(page: Element, tag: string, instead: string): void {
  sentences = fromHeading(page, sentencesOf(page, instead))
  language = tag
  at = 0
  resumeReading()
}

/** Goes on with the sentence at which it was paused. A browser's own pause does nothing on some phones. */
export function resumeReading(): void {
  hush()
  state.set('reading')
  speak()
}

export function pauseReading(): void {
  hush()
  state.set('paused')
}

export function stopReading(): void {
  hush()
  sentences = []
  state.set('off')
}

function hush(): void {
  turn++
  synthesisOf()?.cancel()
  unmark()
}

function speak(): void {
  const mine = turn
  // What is no longer on the screen is not read.
  while (sentences[at] && !sentences[at]?.range.startContainer.isConnected) at++
  const sentence = sentences[at]
  const voice = localVoice(language)
  const failed = () => {
    if (turn !== mine) return
    hush()
    state.set('failed')
  }
  if (!sentence) stopReading()
  else if (!voice) failed()
  else
    utter(sentence.text, voice, {
      began() {
        if (turn === mine) mark(sentence)
      },
      ended() {
        if (turn !== mine) return
        at++
        speak()
      },
      failed,
    })
}

/** What stands above the heading is navigation. */
function fromHeading(page: Element, all: Sentence[]): Sentence[] {
  const heading = page.querySelector('h1')
  const first = heading ? all.findIndex(({ range }) => heading.contains(range.startContainer)) : -1
  return all.slice(Math.max(0, first))
}
