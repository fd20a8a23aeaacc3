import type { Messages } from '../../text/ja.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { KEPT } from './kept.ts'

/** The list of what is kept as CSV (RFC 4180), a line for each column of the store. A BOM tells Excel that it is UTF-8. */
export function keptAsCsv(how: Messages['how']): string {
  const { topic, item, table, column } = how.fileHead
  const lines = KEPT.flatMap(({ topic, items }) =>
    items.flatMap(([item, columns]) =>
      columns.map((name) => [how.topics[topic], how.items[item], ...name.split('.')]),
    ),
  )
  return `\uFEFF${[[topic, item, table, column], ...lines].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')}`
}

const quoted = (value: string) => `"${withoutRuby(value).replaceAll('"', '""')}"`
