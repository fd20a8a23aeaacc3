import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF that Chromium printed, in drawing order, without spaces; and its first page's width. It supports
 * what such a file contains: compressed streams, fonts of one-byte or two-byte codes with a ToUnicode table each (PDF
 * 1.7, 9.10.3).
 */
export function readPdf(file: Buffer): { text: string; widthMm: number; pages: number } {
  const bytes = file.toString('latin1')
  const objects = new Map(
    [...bytes.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body ?? '']),
  )
  const streamOf = (body: string): string => {
    const [head = '', stream = ''] = body.split(/stream\r?\n([\s\S]*)/)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    if (!head.includes('/FlateDecode')) return ''
    return inflateSync(Buffer.from(stream.slice(0, length), 'latin1')).toString('latin1')
  }
  const tables = new Map<string, Map<number, string>>()
  for (const body of objects.values())
    for (const [, name = '', font = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '')?.[1]
      if (table) tables.set(name, readTable(streamOf(objects.get(table) ?? '')))
    }
  const [, width = '0'] = /\/MediaBox ?\[0 0 ([\d.]+)/.exec(bytes) ?? []
  const drawn = [...objects.values()].map(streamOf).filter((stream) => /\bT[jJ]\b/.test(stream))
  return {
    text: drawn.map((stream) => textOf(stream, tables)).join(''),
    widthMm: (Number(width) / 72) * 25.4,
    pages: [...bytes.matchAll(/\/Type ?\/Page\b(?!s)/g)].length,
  }
}

/** The entries of a ToUnicode CMap: codes and their text. */
function readTable(cmap: string): Map<number, string> {
  const table = new Map<number, string>()
  const [single, ranges] = [/beginbfchar([\s\S]*?)endbfchar/g, /beginbfrange([\s\S]*?)endbfrange/g]
  for (const [, lines = ''] of cmap.matchAll(single))
    for (const [, code = '', to = ''] of lines.matchAll(/<(\w+)> <(\w+)>/g))
      table.set(Number.parseInt(code, 16), String.fromCharCode(Number.parseInt(to, 16)))
  for (const [, lines = ''] of cmap.matchAll(ranges))
    for (const [, from = '', until = '', to = ''] of lines.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let code = Number.parseInt(from, 16), at = 0; code <= Number.parseInt(until, 16); code++, at++)
        table.set(code, String.fromCharCode(Number.parseInt(to, 16) + at))
  return table
}

function textOf(stream: string, tables: Map<string, Map<number, string>>): string {
  let table = new Map<number, string>()
  let text = ''
  for (const [, font, codes = ''] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>/g)) {
    if (font) table = tables.get(font) ?? new Map()
    const size = [...table.keys()].some((code) => code > 0xff) ? 4 : 2
    for (const code of codes.match(new RegExp(`.{${size}}`, 'g')) ?? [])
      text += table.get(Number.parseInt(code, 16)) ?? ''
  }
  // Some glyphs map to a radical that looks like the character.
  return text.normalize('NFKC').replaceAll(/\s/g, '')
}
