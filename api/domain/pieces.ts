/** What no number is written with, wherever it stands in JSON. */
const BETWEEN = new Set('"[]{},:')
/** As far back as a place to cut is looked for, and what two pieces share where there is none. */
const BACK = 1024
const SHARED = 64

/**
 * Cuts a text into pieces of at most `longest` characters, so that each can be searched in a turn of its own. A number
 * of at most `SHARED` characters, whatever it is grouped with, is whole in one of them.
 */
export function* piecesOf(text: string, longest: number): Generator<string> {
  let from = 0
  while (text.length - from > longest) {
    const end = from + longest
    let cut = end
    while (cut > end - BACK && !BETWEEN.has(text[cut - 1] ?? '')) cut -= 1
    const found = cut > end - BACK
    yield text.slice(from, found ? cut : end)
    from = found ? cut : end - SHARED
  }
  yield text.slice(from)
}
