import type { Messages } from '../../text/ja.ts'

const MOST = 40

/** What is wrong with a passkey's name, in words; null if the api accepts it. */
export function faultOf(name: string, t: Messages): string | null {
  const length = [...name.trim()].length
  if (length === 0) return t.passkeys.needName
  if (length > MOST) return t.passkeys.nameTooLong
  return isNumber(name) ? t.passkeys.nameIsNumber : null
}

/** Twelve digits may be a My Number, whatever stands between them. Nobody may ask for one, and none is stored. */
function isNumber(name: string): boolean {
  return /\d{12}/.test(name.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, ''))
}
