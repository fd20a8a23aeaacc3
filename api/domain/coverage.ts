/**
 * Whether an insurer number (保険者番号) is well formed: 6 or 8 ASCII digits whose last is the Luhn check digit of
 * the others. It says nothing about whether the insurer exists.
 */
export function isInsurerNumber(text: string): boolean {
  if (!/^(\d{6}|\d{8})$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
