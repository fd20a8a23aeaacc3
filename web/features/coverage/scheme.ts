import type { Messages } from '../../text/ja.ts'

type Words = Messages['coverage']

/** How an insurance scheme names its parts. Null where the scheme has no such part. */
export type Scheme = {
  name: keyof Words['schemes']
  labels: keyof Words['labels']
  payer: boolean
  hasSymbol: boolean
  hasBranch: boolean
}

const scheme = (name: Scheme['name'], labels: Scheme['labels'], differs: Partial<Scheme> = {}): Scheme => ({
  name,
  labels,
  payer: false,
  hasSymbol: true,
  hasBranch: true,
  ...differs,
})

/** Schemes by 法別番号, the first two digits of an insurer number of eight. */
const schemes: Record<string, Scheme> = {
  '01': scheme('kyokai', 'insured'),
  '02': scheme('seamen', 'insured'),
  '06': scheme('union', 'insured'),
  '07': scheme('defence', 'defence'),
  '12': scheme('welfare', 'recipient', { payer: true, hasSymbol: false, hasBranch: false }),
  '31': scheme('national', 'mutual'),
  '32': scheme('local', 'mutual'),
  '33': scheme('police', 'mutual'),
  '34': scheme('school', 'school'),
  '39': scheme('elderly', 'elderly', { hasSymbol: false, hasBranch: false }),
}

/** The scheme of an insurer number. National Health Insurance numbers have six digits and no 法別番号. */
export function schemeOf(insurerNumber: string): Scheme {
  if (insurerNumber.length === 6) return scheme('municipal', 'municipal')
  return schemes[insurerNumber.slice(0, 2)] ?? scheme('other', 'other')
}
