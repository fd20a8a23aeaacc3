/** A 保険者番号 with its Luhn check digit appended. `body`: 5 digits (国保) or 7 digits. */
export function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/**
 * Whether `text` is shaped like a 保険者番号: 6 or 8 ASCII digits, the last of which is the Luhn check digit. It says
 * nothing about whether the insurer exists.
 */
export const isInsurerNumber = (text: string): boolean =>
  /^(\d{6}|\d{8})$/.test(text) && withCheckDigit(text.slice(0, -1)) === text
