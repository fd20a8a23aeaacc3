import { withCheckDigit } from './insurer-number.ts'

/** Insurers that cannot exist: prefecture 99. */
const INSURER = {
  kyokai: withCheckDigit('0199001'),
  senin: withCheckDigit('0299001'),
  kumiai: withCheckDigit('0699001'),
  kumiai2: withCheckDigit('0699002'),
  kokkyo: withCheckDigit('3199999'),
  chikyo: withCheckDigit('3299001'),
  keisatsu: withCheckDigit('3399001'),
  shigaku: withCheckDigit('3499001'),
  kokuho: withCheckDigit('99999'),
  kokuho2: withCheckDigit('99001'),
  kouki: withCheckDigit('3999999'),
  seiho: withCheckDigit('1299999'),
  defence: withCheckDigit('0799001'),
}
export type Scheme = keyof typeof INSURER

/** A coverage of a scheme's invented insurer. Parts that the scheme does not have are empty; days are `YYYY-MM-DD`. */
export const coverage = (
  scheme: Scheme,
  symbol: string,
  number: string,
  branch: string,
  qualified_on: string,
  ended_on = '',
) => ({ insurer_number: INSURER[scheme], symbol, number, branch, qualified_on, ended_on })
