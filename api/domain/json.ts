/** Most levels of nested arrays and objects. The interface itself needs at most seven. */
const DEEPEST = 32

/**
 * Parses JSON from others. Text nested deeper than anything we ask for is refused before it is built, so that no code
 * that walks it can run out of stack.
 * @param members limit for all objects together: each costs many times what its bytes do.
 * @throws SyntaxError
 */
export function readJson(text: string, members = Number.POSITIVE_INFINITY): unknown {
  if (isDeep(text)) throw new SyntaxError(`nested deeper than ${DEEPEST}`)
  if (hasMore(text, members)) throw new SyntaxError(`more than ${members} members`)
  return JSON.parse(text)
}

/** The same; undefined where it is no such JSON. */
export function tryJson(text: string, members?: number): unknown {
  try {
    return readJson(text, members)
  } catch {
    return undefined
  }
}

/** Few texts have so many brackets that their depth has to be counted. */
const isDeep = (text: string): boolean =>
  occurrences(text, '[') + occurrences(text, '{') > DEEPEST && depth(text) > DEEPEST

function occurrences(text: string, bracket: string): number {
  let count = 0
  for (let at = text.indexOf(bracket); at >= 0 && count <= DEEPEST; at = text.indexOf(bracket, at + 1))
    count += 1
  return count
}

/**
 * Counts brackets outside of strings. For text that is no JSON the result is arbitrary, and parsing refuses the text.
 */
function depth(text: string): number {
  let [deepest, now, inString] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '[' || char === '{') {
      now += 1
      if (now > deepest) deepest = now
    } else if (char === ']' || char === '}') now -= 1
  }
  return deepest
}

/** Whether a text may contain more than `most` member names; what only looks like one inside a string also counts. */
function hasMore(text: string, most: number): boolean {
  // Each takes at least five characters: `"a":1`, and a comma or a bracket.
  if (text.length < 5 * most) return false
  let count = 0
  for (const _ of text.matchAll(/"[ \t\r\n]*:/g)) if (++count > most) return true
  return false
}
