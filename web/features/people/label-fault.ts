import { MOST_LABEL } from '../../data/device/family.ts'
import type { Messages } from '../../text/ja.ts'

/** What is wrong with a label, in words; null if nothing is. Digits in a row may be somebody's number. */
export function faultOf(label: string, t: Messages): string | null {
  const length = [...label.trim()].length
  if (length === 0) return t.people.labelNeed
  if (length > MOST_LABEL) return t.people.labelLong
  const digits = label.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '')
  return /\p{N}{4}/u.test(digits) ? t.people.labelNumber : null
}
