import { html, raw } from 'hono/html'

export type Html = ReturnType<typeof html>

/** An empty part of the page. */
export const NOTHING: Html = raw('')

/** Plain text in which backticks mark code. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`

/** `items` with `between` in the gaps. */
export const joined = (items: Html[], between: string | Html): Html =>
  html`${items.map((item, i) => (i === 0 ? item : html`${between}${item}`))}`
