import { sentencesOf } from '../../ui/speech/sentences.ts'

/**
 * Returns what is spoken of an element: its text without readings and without what screen readers skip.
 * @param instead spoken in place of each part that others in the room must not hear (`data-unspoken`).
 */
export const heardOf = (element: Element, instead: string): string =>
  sentencesOf(element, instead)
    .map(({ text }) => (/[。.?!？！]$/.test(text) ? text : `${text}。`))
    .join('')
