import { type Node, parse } from 'acorn'
import { loadDefaultJapaneseParser } from 'budoux'
import type { Plugin } from 'vite'
import { mayEnd, PHRASE_END } from './text/phrases.ts'
import { partsOf } from './text/ruby.ts'

/** Modules of messages in Japanese. Dates and times are no phrases. */
const MESSAGES = /\/web\/text\/(ja|ja-easy)\/(?!format)[\w-]+\.ts$/
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Stands for what a message is filled with. */
const GAP = '\ufffc'
/** What a line may not end between: particles of two words, and words that BudouX does not know. */
const WITHIN = [
  ['に', /^(?:ついて|より|よっ)/],
  ['と', /^(?:いう|して)/],
  ['しく', /^み/],
  ['ぐ', /^あい/],
  ['の', /^こり/],
  ['う', /^その/],
  ['も', /^どる/],
  ['さが', /^す/],
  ['ちが', /^い/],
  ['急が', /^せ/],
  ['持ち', /^運/],
  ['切り', /^替/],
  ['結び', /^付/],
  ['）', /^へ/],
] as const

/** Where a phrase ends whatever BudouX says. */
const BEGINS = /(?<=[：、。・])|(?=[（「])|(?<=.)(?=ように|かもしれ)|(?<=について)(?![のはもで])/gu
/** Letters of a sentence that may stand by itself where lines are short. */
const SHORT = 45

const budoux = loadDefaultJapaneseParser()

/**
 * Puts a mark at the end of each phrase of a message, and at the beginning of one that is a single phrase.
 * @param texts what stands before, between and after the gaps of the message, with readings.
 */
export function markPhrases(texts: string[]): string[] {
  const whole = texts
    .map((text) =>
      piecesOf(text)
        .map(({ base }) => base)
        .join(''),
    )
    .join(GAP)
  const found = [...budoux.parseBoundaries(whole), ...[...whole.matchAll(BEGINS)].map(({ index }) => index)]
  const ends = found.filter((at) => mayEndAt(whole.slice(0, at), whole.slice(at)))
  const marks = new Set(ends.length === 0 && mayEnd(GAP, whole) ? [0] : ends)
  let at = 0
  return texts.map((text) => {
    let marked = ''
    for (const { base, written } of piecesOf(text)) {
      if (marks.delete(at)) marked += PHRASE_END
      marked += written
      at += base.length
    }
    // What ends before a gap.
    if (marks.delete(at)) marked += PHRASE_END
    at += GAP.length
    return marked
  })
}

const mayEndAt = (before: string, after: string): boolean =>
  mayEnd(before, after) && !WITHIN.some(([end, begin]) => before.endsWith(end) && begin.test(after))

/** The letters of a text, and its words with a reading, each with how it is written. */
function piecesOf(text: string): { base: string; written: string }[] {
  let rest = text
  return partsOf(text).flatMap((part) => {
    const written = typeof part === 'string' ? part : rest.slice(0, rest.indexOf('》') + 1)
    rest = rest.slice(written.length)
    return typeof part === 'string'
      ? [...part].map((letter) => ({ base: letter, written: letter }))
      : [{ base: part.base, written }]
  })
}

/**
 * Marks where phrases end in the messages of a build (BudouX), so that no page needs a parser. In Japanese
 * without readings, long texts stay as they are: lines of body text may end anywhere.
 */
export function phraseEnds(): Plugin {
  return {
    name: 'phrase-ends',
    transform(code, id) {
      const [, language] = MESSAGES.exec(id) ?? []
      if (!language) return null
      const isShort = (texts: string[]) => texts.join('').length <= SHORT
      return { code: marked(code, (texts) => language === 'ja-easy' || isShort(texts)), map: null }
    },
  }
}

type Found = Node & { value?: unknown; quasis?: Found[] }

/** Marks the messages of a module. @param wanted whether to mark a message. */
function marked(code: string, wanted: (texts: string[]) => boolean): string {
  const edits: { node: Node; text: string }[] = []
  const see = (texts: string[]) => texts.some((text) => JAPANESE.test(text)) && wanted(texts)

  function visit(node: Found): void {
    if (node.type === 'Literal' && typeof node.value === 'string' && see([node.value]))
      edits.push({ node, text: JSON.stringify(markPhrases([node.value]).join('')) })
    if (node.type === 'TemplateLiteral' && node.quasis) {
      const texts = node.quasis.map(({ start, end }) => code.slice(start, end))
      const changed = see(texts) ? markPhrases(texts) : texts
      for (const [at, quasi] of node.quasis.entries()) edits.push({ node: quasi, text: changed[at] ?? '' })
    }
    for (const inner of Object.values(node).flat()) if (isNode(inner)) visit(inner)
  }

  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }))
  return edits
    .sort((a, b) => b.node.start - a.node.start)
    .reduce((text, { node, text: put }) => text.slice(0, node.start) + put + text.slice(node.end), code)
}

const isNode = (value: unknown): value is Found =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value
