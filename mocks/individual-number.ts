/** Schemes whose number is a person's own without a branch, by 法別番号: 生活保護, 後期高齢者医療. */
const WITHOUT_BRANCH = new Set(['12', '39'])

/**
 * Whether a number belongs to one person. Numbers from 2020-10 on have a branch (枝番), where the scheme has branches
 * at all. An older number belongs to a household, and has no ID5.
 */
export const isIndividual = (of: { insurer_number: string; branch?: string | null | undefined }): boolean =>
  Boolean(of.branch) || (of.insurer_number.length === 8 && WITHOUT_BRANCH.has(of.insurer_number.slice(0, 2)))
