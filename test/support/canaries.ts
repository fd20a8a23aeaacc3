import type { Resident } from '../../mocks/residents.ts'

/** Everything personal that the portal knows of a resident. */
export const wordsAbout = ({ name, kana, birth_date, coverages }: Resident): string[] => [
  name,
  kana,
  birth_date,
  ...coverages.flatMap(({ insurer_number, symbol, number }) => [
    insurer_number,
    number,
    ...(symbol ? [symbol] : []),
  ]),
]

/** Makes a search. @returns which of the texts some bytes contain, in any encoding of `disguises`. */
export function createSearch(texts: string[]) {
  const wanted = texts.map((text) => ({ text, forms: disguises(text) }))
  return (bytes: Buffer): string[] =>
    wanted.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ text }) => text)
}

/** The forms that a text may have in a file: UTF-8, UTF-16, hexadecimal, and inside a longer base64 text. */
function disguises(text: string): Buffer[] {
  const utf8 = Buffer.from(text)
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .replaceAll('=', '')
    // The first and last characters also hold bits of the neighbours.
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1)
  })
  const url = base64.map((part) => part.replaceAll('+', '-').replaceAll('/', '_'))
  const texts = [
    utf8.toString('hex'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    ...base64,
    ...url,
  ]
  return [utf8, Buffer.from(text, 'utf16le'), ...texts.map((part) => Buffer.from(part))].filter(
    ({ length }) => length >= 7,
  )
}
