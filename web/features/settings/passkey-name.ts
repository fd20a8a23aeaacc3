import type { Messages } from '../../text/ja.ts'

const MOST = 40

/** What is wrong with a name for a passkey, in words; null when the api will take it. */
export function faultOf(name: string, t: Messages): string | null {
  const length = [...name.trim()].length
  if (length === 0) return t.passkeys.needName
  if (length > MOST) return t.passkeys.nameTooLong
  return isNumber(name) ? t.passkeys.nameIsNumber : null
}

/** Twelve digits, whatever stands between them, may be a My Number: nobody may ask for one, and none is kept. */
function isNumber(name: string): boolean {
  return /\d{12}/.test(name.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, ''))
}
