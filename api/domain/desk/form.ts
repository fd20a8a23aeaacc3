import type { Intent } from '../../contract/patient.ts'
import { ALPHABET, lettersOf } from '../receipt.ts'

/** The editions of the printed words, by language. An earlier form stays good. */
export const EDITION: Record<Intent['locale'], number> = { ja: 1, 'ja-easy': 1, en: 1 }

/** A form without an end after this long is late, and everybody may know that. */
export const LATE_MS = 14 * 24 * 3_600_000

/**
 * The id of a new form, from 11 random bytes and the version of its words. The last letter is a check over both, so that an
 * id that is typed with one wrong letter is no other form's.
 */
export function formId(random: Uint8Array, version: string): string {
  const letters = lettersOf(random.subarray(0, 11))
  const all = letters + checkOf(letters, version)
  return `F-${all.slice(0, 4)}-${all.slice(4, 8)}-${all.slice(8)}`
}

/** Whether an id was printed with this version, or is one of few that only look so. */
export function isPrinted(form: string, version: string): boolean {
  const letters = form.slice(1).replaceAll('-', '')
  return checkOf(letters.slice(0, -1), version) === letters.at(-1)
}

/** The check letter of some letters, by the Luhn algorithm modulo 32: ISO/IEC 7812-1, annex B, with 32 in place of 10. */
function checkOf(letters: string, version: string): string {
  const size = ALPHABET.length
  const values = [...Buffer.from(version)].map((byte) => byte % size)
  for (const letter of letters) values.push(ALPHABET.indexOf(letter))
  const sum = values.toReversed().reduce((before, value, at) => {
    const weighed = at % 2 === 0 ? 2 * value : value
    return before + Math.floor(weighed / size) + (weighed % size)
  }, 0)
  return ALPHABET.charAt((size - (sum % size)) % size)
}

export const versionOf = (locale: Intent['locale']): string => `${locale}-${EDITION[locale]}`

/** The language of a version; null: no form was ever printed with it. */
export function localeOf(version: string): Intent['locale'] | null {
  const at = version.lastIndexOf('-')
  const [locale, edition] = [version.slice(0, at), Number(version.slice(at + 1))]
  const known = Object.hasOwn(EDITION, locale) ? (locale as Intent['locale']) : null
  return known && edition >= 1 && edition <= EDITION[known] ? known : null
}

/** What the QR of a form says: its id and its version, and nothing about anybody. */
export const formCode = (form: string, version: string): string => `ERABU-FORM ${form} ${version}`
