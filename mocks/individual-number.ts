/** 法別番号 of 生活保護. */
const SEIHO = '12'
/** Schemes whose number is a person's own without a branch, by 法別番号: 生活保護, 後期高齢者医療. */
const WITHOUT_BRANCH = new Set([SEIHO, '39'])
/** From then on the resolver knows numbers of 生活保護. */
const SEIHO_SINCE = '2024-03-01'

const schemeOf = (insurer_number: string) => (insurer_number.length === 8 ? insurer_number.slice(0, 2) : null)

/**
 * Whether a number belongs to one person. Numbers from 2020-10 on have a branch (枝番), where the scheme has branches
 * at all. An older number belongs to a household, and has no ID5.
 */
export const isIndividual = (of: { insurer_number: string; branch?: string | null | undefined }): boolean =>
  Boolean(of.branch) || WITHOUT_BRANCH.has(schemeOf(of.insurer_number) ?? '')

/** Whether a coverage is 生活保護: its insurer number is a 公費負担者番号, its number a 受給者番号. */
export const isSeiho = (of: { insurer_number: string }): boolean => schemeOf(of.insurer_number) === SEIHO

/** Whether a number reached the resolver. A number of 生活保護 that ended before 2024-03 never did. */
export const reachedResolver = (of: { insurer_number: string; ended_on: string }): boolean =>
  !isSeiho(of) || of.ended_on === '' || of.ended_on > SEIHO_SINCE
