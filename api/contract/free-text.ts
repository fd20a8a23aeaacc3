import { z } from 'zod'
import { CHAIN, GLUED_CHAIN, groupsOf, isLuhn, isMyNumber, plainDigits } from './digits.ts'

/** Hyphens and dashes that people put between groups of digits, once full-width forms are normalised. */
const BETWEEN = '[ \\-\u2010-\u2015\u2212\u30FC\u30FB]'
/** Twelve digits, bare or in groups of four as on the card, not part of a longer number, word or token. */
const TWELVE = new RegExp(`(?<![0-9A-Za-z])\\d{4}${BETWEEN}?\\d{4}${BETWEEN}?\\d{4}(?![0-9A-Za-z])`, 'g')
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/**
 * Whether the input contains what may be a My Number (個人番号): nobody may be asked for one, and none may be kept. One
 * in eleven other numbers of twelve digits looks the same.
 */
export const holdsMyNumber = (text: string): boolean =>
  (text.normalize('NFKC').replace(UUID, '').match(TWELVE) ?? []).some((found) =>
    isMyNumber(found.replace(/\D/g, '')),
  )

/** More digits than this, together or in groups, may be a personal number. */
const MOST_DIGITS = 6

const YEAR = '(?:19|20)\\d\\d'
const MONTH = '(?:0?[1-9]|1[0-2])'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
/** Harmless uses of digits in a title: days, months, years, times, amounts. */
const HARMLESS = new RegExp(
  `(?<![0-9A-Za-z])(?:${[
    `${YEAR}([-/.])${MONTH}\\1${DAY}`,
    `${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])`,
    `${YEAR}[-/.]${MONTH}(?![-/.]?\\d)`,
    `${YEAR}\\s?[-/~〜–—]\\s?${YEAR}`,
    '[1-9]\\d{0,2}(?:,\\d{3})+',
  ].join('|')})(?![0-9A-Za-z])`,
  'g',
)
/** Words that stand before a number of somebody's insurance. */
const NAMED = /(?:記号|番号|枝番|保険者|symbol|insure[rd])[^0-9\n]{0,6}\d{3,}/i

const someRun = (groups: string[], length: number, fits: (digits: string) => boolean): boolean =>
  groups.some((_, from) => {
    let digits = ''
    for (const group of groups.slice(from)) {
      digits += group
      if (digits.length >= length) break
    }
    return digits.length === length && fits(digits)
  })

/**
 * Which personal number a text may contain, however it is written. A My Number: in any groups, attached to letters or
 * not. Another number: more than six digits, six digits that check as an insurer number, or a symbol or number named
 * as such. Digits attached to letters, as in the number of a trial, do not count as another number. It cannot detect
 * names, or a number written as a day or an amount: where text is asked for, people are told not to write them.
 */
export function numberIn(text: string): 'my-number' | 'number' | null {
  const plain = plainDigits(text)
  const chains = (plain.match(GLUED_CHAIN) ?? []).map(groupsOf)
  if (chains.some((groups) => someRun(groups, 12, isMyNumber))) return 'my-number'
  const rest = (plain.replace(HARMLESS, 'x').match(CHAIN) ?? []).map((chain) => groupsOf(chain).join(''))
  if (rest.some((digits) => digits.length > MOST_DIGITS || (digits.length === 6 && isLuhn(digits))))
    return 'number'
  return NAMED.test(plain) ? 'number' : null
}

/** The problem code that `freeText` reports for a text with a number. */
export const REFUSED = { 'my-number': 'my-number-refused', number: 'number-refused' } as const

/** Unicode's control and ignorable characters, including the Hangul fillers, and the blank Braille cell. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u
/**
 * Variation selectors of an ideograph or pictograph (UTS #37, UTS #51): they are visible in the character before
 * them.
 */
const FORM =
  /(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]/gu

/** Whether a text contains an invisible character. */
export const holdsUnseen = (text: string): boolean => UNSEEN.test(text.replace(FORM, ''))

/**
 * Stored words of a person or a holder: one line without a personal number and without invisible characters. Not for
 * identifiers that machines make.
 */
export const freeText = (longest: number) =>
  z
    .string()
    .max(longest)
    .superRefine((text, context) => {
      // No JSON Schema `pattern`: validators that read it without Unicode mode would refuse every text.
      if (holdsUnseen(text)) context.addIssue({ code: 'custom' })
      const found = numberIn(text)
      if (found) context.addIssue({ code: 'custom', params: { problem: REFUSED[found] } })
    })
    .describe(
      'No names of people and no numbers of anybody: at most six digits together, dates and amounts apart.',
    )

/** The same with something to read: without the spaces at its ends, it is not empty. */
export const someText = (longest: number) => freeText(longest).trim().min(1)

/** Refuses what may be a My Number in a name that a program gives; other digits are its own. */
export const withoutMyNumber = (name: string, context: z.RefinementCtx): void => {
  if (holdsMyNumber(name)) context.addIssue({ code: 'custom', params: { problem: REFUSED['my-number'] } })
}
