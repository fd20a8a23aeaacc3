import { z } from 'zod'

/** Hyphens and dashes that people put between groups of digits, once full-width forms are normalised. */
const BETWEEN = '[ \\-\u2010-\u2015\u2212\u30FC\u30FB]'
/** Twelve digits, bare or in groups of four as on the card, that are no part of a longer number, word or token. */
const TWELVE = new RegExp(`(?<![0-9A-Za-z])\\d{4}${BETWEEN}?\\d{4}${BETWEEN}?\\d{4}(?![0-9A-Za-z])`, 'g')
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** The check digit of an Individual Number (Order of MIC No. 85 of 2014, art. 5). @param digits twelve ASCII digits. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits.slice(0, 11)]
    .reverse()
    .reduce((total, digit, i) => total + Number(digit) * (i < 6 ? i + 2 : i - 4), 0)
  const rest = sum % 11
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest)
}

/**
 * Whether a text holds what may be a My Number (個人番号): nobody may be asked for one, and none may be kept. One
 * other number of twelve digits in eleven looks the same.
 */
export const holdsMyNumber = (text: string): boolean =>
  (text.normalize('NFKC').replace(UUID, '').match(TWELVE) ?? []).some((found) =>
    hasCheckDigit(found.replace(/\D/g, '')),
  )

/** Words of a person or a holder that are kept: never with a My Number in them. */
export const freeText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !holdsMyNumber(text))
