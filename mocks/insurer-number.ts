/**
 * A number with its Luhn check digit appended: a 保険者番号 (`body` of 5 digits for 国保, otherwise 7), or a 受給者番号 of 生活保護
 * (6).
 */
export function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/**
 * Whether `text` has the form of a 保険者番号: 6 or 8 ASCII digits, the last of which is the Luhn check digit. The insurer
 * need not exist.
 */
export const isInsurerNumber = (text: string): boolean =>
  /^(\d{6}|\d{8})$/.test(text) && withCheckDigit(text.slice(0, -1)) === text

/** Whether `text` has the form of a 受給者番号: 7 ASCII digits, the last of which is the Luhn check digit (third-party source). */
export const isRecipientNumber = (text: string): boolean =>
  /^\d{7}$/.test(text) && withCheckDigit(text.slice(0, -1)) === text
