const KANJI = '〇一二三四五六七八九'
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** The ASCII form of a digit of any script. In Unicode each script has its ten digits in a row, 0 first. */
function asciiDigit(digit: string): string {
  let value = 0
  let code = digit.codePointAt(0) ?? 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1
    value += 1
  }
  return String(value)
}

/** A text with all digits in ASCII, without invisible characters, accents and UUIDs. */
export const plainDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
    .replace(UUID, 'x')
    .replace(/[零〇一二三四五六七八九]{2,}/g, (run) =>
      [...run].map((digit) => KANJI.indexOf(digit === '零' ? '〇' : digit)).join(''),
    )
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)

/** Groups of digits with at most three other characters between them, not part of a word or a token. */
export const CHAIN = /(?<![0-9A-Za-z])\d+(?:[^0-9\p{L}]{1,3}\d+)*(?![0-9A-Za-z])/gu

/** The same, even when attached to letters. */
export const GLUED_CHAIN = /\d+(?:[^0-9\p{L}]{1,3}\d+)*/gu

export const groupsOf = (chain: string): string[] => chain.match(/\d+/g) ?? []

/** Luhn check, as used by an insurer number (保険者番号). @param digits ASCII digits. */
export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const weighed = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return sum % 10 === 0
}

/**
 * Checks the check digit of an Individual Number (Order of MIC No. 85 of 2014, art. 5). @param digits twelve ASCII
 * digits.
 */
export function isMyNumber(digits: string): boolean {
  const sum = [...digits.slice(0, 11)]
    .reverse()
    .reduce((total, digit, i) => total + Number(digit) * (i < 6 ? i + 2 : i - 4), 0)
  const rest = sum % 11
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest)
}
