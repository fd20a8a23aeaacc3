/** What screen readers skip: readings, pictures, and what is folded away. */
const SILENT = 'rt, rp, script, style, [aria-hidden=true], details:not([open]) > :not(summary)'
/** Each of these begins a sentence, and ends one. */
const BLOCK = 'h1, h2, h3, p, ul, ol, li, dl, dt, dd, legend, label, button, summary, th, td, section, div'
/** Ends a sentence; a full stop only before a space, so that a number stays whole. */
const END = /[。？！]|[.?!](?=\s|$)/g

/** A sentence as it is spoken. `range`: where it stands, to mark it. */
export type Sentence = { text: string; range: Range }

/**
 * The sentences of an element as they are spoken, in order.
 * @param instead spoken in place of each part that others nearby must not hear (`data-unspoken`).
 */
export function sentencesOf(root: Element, instead: string): Sentence[] {
  const found: Sentence[] = []
  let text = ''
  let start: [Text, number] | null = null
  let end: [Text, number] | null = null

  function finish(): void {
    const spoken = text.replaceAll(/\s+/g, ' ').trim()
    if (start && end && /[^\s。]/.test(spoken)) {
      const range = document.createRange()
      range.setStart(...start)
      range.setEnd(...end)
      found.push({ text: spoken, range })
    }
    text = ''
    start = null
  }

  function add(node: Text, from: number, to: number): void {
    const part = node.data.slice(from, to)
    // Space before a sentence is not part of it.
    if (start === null && part.trim() === '') return
    start ??= [node, from + part.length - part.trimStart().length]
    end = [node, to]
    text += part
  }

  function read(node: Text): void {
    let from = 0
    for (const { index, 0: mark } of node.data.matchAll(END)) {
      add(node, from, index + mark.length)
      finish()
      from = index + mark.length
    }
    add(node, from, node.data.length)
  }

  function visit(node: Node): void {
    if (node instanceof Text) read(node)
    if (!(node instanceof Element) || node.matches(SILENT)) return
    if (getComputedStyle(node).display === 'none') return
    const isBlock = node.matches(BLOCK)
    if (isBlock || node.matches('[data-unspoken]')) finish()
    if (node.matches('[data-unspoken]')) {
      const range = document.createRange()
      range.selectNodeContents(node)
      found.push({ text: instead, range })
      return
    }
    for (const child of node.childNodes) visit(child)
    if (isBlock) finish()
  }

  for (const child of root.childNodes) visit(child)
  finish()
  return found
}
