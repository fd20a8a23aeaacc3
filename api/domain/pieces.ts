/** Characters of JSON with which no number is written. */
const BETWEEN = new Set('"[]{},:')
/** How far back a cut is searched for, and how much two pieces overlap where there is no place to cut. */
const BACK = 1024
const SHARED = 64

/**
 * Cuts a text into pieces of at most `longest` characters, so that each can be searched in its own turn. A number of
 * at most `SHARED` characters, including its separators, is whole in one of them.
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
