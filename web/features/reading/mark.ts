import type { Sentence } from '../../ui/speech/sentences.ts'

const NAME = 'reading'
const CLASS = 'being-read'

let block: Element | null = null

/** The registry of CSS Custom Highlight; null where the browser has none. */
const highlights = (): HighlightRegistry | null =>
  'Highlight' in globalThis && 'highlights' in CSS ? CSS.highlights : null

/** Marks the sentence that is read, and no other: itself, or its block in a browser that marks no text. */
export function mark({ range }: Sentence): void {
  unmark()
  const { commonAncestorContainer: within } = range
  const element = within instanceof Element ? within : within.parentElement
  const registry = highlights()
  if (registry) registry.set(NAME, new Highlight(range))
  else {
    block = element
    block?.classList.add(CLASS)
  }
  show(element)
}

export function unmark(): void {
  highlights()?.delete(NAME)
  block?.classList.remove(CLASS)
  block = null
}

/** Scrolls only when the sentence is out of sight, so that nobody's place is lost. */
function show(element: Element | null): void {
  const place = element?.getBoundingClientRect()
  if (place && (place.top < 0 || place.bottom > innerHeight)) element?.scrollIntoView({ block: 'center' })
}
