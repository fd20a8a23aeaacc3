import { html } from 'hono/html'
import { READING } from '../domain/text.ts'

export type Html = ReturnType<typeof html>

/** A text whose readings stand above it. */
export function withReadings(text: string): Html {
  const parts: (string | Html)[] = []
  let end = 0
  for (const found of text.matchAll(READING)) {
    const [all, marked, kanji, reading = ''] = found
    parts.push(text.slice(end, found.index), html`<ruby>${marked ?? kanji ?? ''}<rt>${reading}</rt></ruby>`)
    end = found.index + all.length
  }
  return html`${parts}${text.slice(end)}`
}
