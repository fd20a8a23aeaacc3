/** The meaning of `QualificationValidity`, by its code (third-party source). */
export const VALIDITY = {
  '1': '有効',
  '2': '無効',
  '3': '無効（新しい資格あり）',
  '4': '該当資格なし',
  '5': '複数該当',
  '6': '有効（未登録、医療扶助）',
} as const

/** The code of one coverage of an answer. @param newest coverage of the person. */
export function validityOf(coverage: { ended_on: string }, newest: unknown): keyof typeof VALIDITY {
  if (coverage.ended_on === '') return '1'
  return coverage === newest ? '2' : '3'
}
