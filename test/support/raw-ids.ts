import { PROBLEM_STATUS } from '../../api/contract/problem-status.ts'
import { CATALOGUE } from './catalogue.ts'

/** Codes of problems and ids of databases that are no words of any language. */
const CODES = [
  ...Object.keys(PROBLEM_STATUS).filter((code) => code.includes('-')),
  ...CATALOGUE.map(({ id }) => id),
]

/** A pattern for what only programs call by this name: codes, ids of databases, and UUIDs, as those of linkages. */
export const RAW_ID = String.raw`(?<![\w.-])(?:${CODES.join('|')})(?![\w-])|[\da-f]{8}-[\da-f]{4}-|urn:[a-z]+:`

/** What matches `pattern` in the words of the page: its text, its title, and names that are spoken. Runs in the page. */
export function wordsLike(pattern: string): string[] {
  const named = [...document.querySelectorAll('[aria-label], [alt], [title]')].flatMap((element) =>
    ['aria-label', 'alt', 'title'].map((name) => element.getAttribute(name) ?? ''),
  )
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const words = [document.title, ...named]
  while (texts.nextNode()) words.push(texts.currentNode.textContent ?? '')
  return [...words.join('\n').matchAll(new RegExp(pattern, 'g'))].map(([found]) => found)
}
