/** The lines of one element, as a browser has set them. `inside`: the line ends within a phrase. */
export type LineBoxes = { element: string; lines: { text: string; inside: boolean }[] }

/** Short texts, in which a line that ends within a word is seen at once. */
export const SHORT_TEXTS = 'h1, h2, h3, button, .button, label, legend, summary, .chip'

/**
 * The lines of every shown element that fits. Phrases end at `<wbr>`, U+200B, spaces, commas, full stops, colons and the
 * edges of blocks. A text without `<wbr>` and U+200B has no phrases, and no line of it is `inside` one. Runs inside the
 * page of any engine, so it uses nothing from outside.
 */
export function lineBoxes(css: string): LineBoxes[] {
  const MARKS = /[\s\u200b]/
  const ENDS = /[、。：]/
  // A line may end after these inside a phrase, too.
  const CLOSES = /[」）]/
  type Letter = { text: string; box: DOMRect | null }

  const blockOf = (element: Element | null): Element | null =>
    element && /^(inline|contents|ruby)$/.test(getComputedStyle(element).display)
      ? blockOf(element.parentElement)
      : element

  const lettersOf = (element: Element): Letter[] => {
    const letters: Letter[] = []
    let block: Element | null = null
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        if (node.tagName === 'WBR') letters.push({ text: '\u200b', box: null })
        continue
      }
      if (node.parentElement?.closest('rt, rp, .hidden')) continue
      if (blockOf(node.parentElement) !== block) letters.push({ text: ' ', box: null })
      block = blockOf(node.parentElement)
      let at = 0
      for (const text of node.textContent ?? '') {
        const range = document.createRange()
        range.setStart(node, at)
        at += text.length
        range.setEnd(node, at)
        const box = [...range.getClientRects()].find(({ width }) => width > 0)
        letters.push({ text, box: MARKS.test(text) ? null : (box ?? null) })
      }
    }
    return letters
  }

  const linesOf = (letters: Letter[]): LineBoxes['lines'] => {
    const lines: { text: string; inside: boolean }[] = []
    const hasMarks = letters.some(({ text }) => text === '\u200b')
    let last: DOMRect | undefined
    // Whether a phrase ended since the last shown letter, and since the line began.
    let isBetween = true
    let hasEnd = false
    let isClosed = false
    for (const { text, box } of letters) {
      const line = lines.at(-1)
      if (!box) {
        isBetween ||= MARKS.test(text)
        if (line && /\s/.test(text)) line.text += ' '
        continue
      }
      const isNext = !last || (box.top > last.top + last.height / 2 && box.left <= last.left)
      if (!isNext) {
        hasEnd ||= isBetween
        if (line) line.text += text
      } else {
        // A phrase that is longer than a line may break; one that would fit on a line of its own may not.
        if (line) line.inside = hasMarks && !isBetween && !isClosed && hasEnd
        lines.push({ text, inside: false })
        hasEnd = false
      }
      isBetween = ENDS.test(text)
      isClosed = CLOSES.test(text)
      last = box
    }
    return lines.map(({ text, inside }) => ({ text: text.trim(), inside }))
  }

  return [...document.querySelectorAll(css)]
    .filter((element) => element.checkVisibility())
    .map((element) => ({
      element: `<${element.tagName.toLowerCase()} class="${element.className}">`,
      lines: linesOf(lettersOf(element)),
    }))
    .filter(({ lines }) => lines.length > 0)
}

/** Where lines end: one entry for each element with more than one line, its lines divided by ` / `. */
export const lineEnds = (boxes: LineBoxes[]): string[] =>
  boxes.filter(({ lines }) => lines.length > 1).map(({ lines }) => lines.map(({ text }) => text).join(' / '))

/** The texts of which a line ends within a phrase. */
export const brokenPhrases = (boxes: LineBoxes[]): string[] =>
  lineEnds(boxes.filter(({ lines }) => lines.some(({ inside }) => inside)))
