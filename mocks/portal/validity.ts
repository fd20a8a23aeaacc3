import { isSeiho } from '../individual-number.ts'
import type { MockCoverage, Resident } from '../residents.ts'

/** The meaning of `QualificationValidity`, by its code (third-party source). When each is said is invented. */
export const VALIDITY = {
  '1': '有効',
  '2': '無効',
  '3': '無効（新しい資格あり）',
  '4': '該当資格なし',
  '5': '複数該当',
  '6': '有効（未登録、医療扶助）',
} as const
export type Validity = keyof typeof VALIDITY

/** The code of one coverage of a person. 6: 生活保護 whose number has not been registered yet. */
export function validityOf(
  coverage: MockCoverage,
  { coverages, newest_unregistered }: Pick<Resident, 'coverages' | 'newest_unregistered'>,
): Validity {
  const isNewest = coverage === coverages[0]
  if (coverage.ended_on !== '') return isNewest ? '2' : '3'
  return isNewest && newest_unregistered && isSeiho(coverage) ? '6' : '1'
}

/** The code of a whole answer: that of its newest coverage, or 4 for none at all, 5 for several that are valid. */
export function validityOfAnswer(of: Pick<Resident, 'coverages' | 'newest_unregistered'>): Validity {
  const [newest] = of.coverages
  if (!newest) return '4'
  return of.coverages.filter(({ ended_on }) => ended_on === '').length > 1 ? '5' : validityOf(newest, of)
}
