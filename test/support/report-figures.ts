import { inject } from 'vitest'
import { quoteFigures, today } from './figures.ts'

/** Prints what a test measured; its long form also quotes it, with the day, in the README of its room. */
export function reportFigures(path: string, name: string, text: string): void {
  console.info(text)
  if (inject('long')) quoteFigures(path, name, `${text} (${today()})`)
}
