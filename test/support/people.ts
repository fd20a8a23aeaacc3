import { withCheckDigit } from '../../mocks/insurer-number.ts'
import type { MockCoverage, Resident } from '../../mocks/residents.ts'

const SOCIETY = withCheckDigit('0699001')
const ASSOCIATION = withCheckDigit('0199001')
const MUNICIPALITY = withCheckDigit('99001')
const ASSISTANCE = withCheckDigit('1299999')
const ELDERLY = withCheckDigit('3999999')

const coverage = (
  insurer_number: string,
  [symbol, number, branch]: [string, string, string],
  qualified_on: string,
  ended_on = '',
): MockCoverage => ({ insurer_number, symbol, number, branch, qualified_on, ended_on })

/** A name in kana that nobody else has: each letter and digit of the id as one kana. */
const kanaOf = (id: string) =>
  `シケン ${[...id].map((letter) => (letter === '-' ? 'ー' : String.fromCharCode(0x30a2 + parseInt(letter, 36)))).join('')}`

const resident = (id: string, coverages: MockCoverage[], special: Partial<Resident> = {}): Resident => ({
  id,
  name: `試験 ${id}`,
  kana: kanaOf(id),
  birth_date: `19${50 + (id.length % 40)}-0${1 + (id.length % 9)}-17`,
  sex: id.length % 2 === 0 ? 'female' : 'male',
  shows: { ja: '', en: '' },
  coverages,
  not_disclosed: false,
  newest_unregistered: false,
  once_apart: false,
  mixed_with: null,
  represented_by: [],
  ...special,
})

/** Ordinary people. Their numbers occur nowhere else, so that a leak is found by its text. */
const ORDINARY = Array.from({ length: 40 }, (_, index) =>
  resident(`ordinary-${index}`, [
    coverage(SOCIETY, [`試${700 + index}`, `8840${100 + index}77`, '01'], '2018-04-01'),
  ]),
)

/** Two people share all of this, so that ID4 means both. */
const NAMESAKE = { kana: 'シケン ドウメイ', birth_date: '1961-11-03', sex: 'female' } as const

/** People who each demonstrate one case. */
export const PEOPLE = {
  jobChanger: resident('job-changer', [
    coverage(SOCIETY, ['試31', '55110022', '01'], '2025-10-01'),
    coverage(ASSOCIATION, ['99887766', '55110033', '01'], '2016-04-01', '2025-10-01'),
  ]),
  twiceChanger: resident('twice-changer', [
    coverage(SOCIETY, ['試32', '55220011', '02'], '2024-04-01'),
    coverage(ASSOCIATION, ['99887755', '55220022', '01'], '2019-04-01', '2024-04-01'),
    coverage(MUNICIPALITY, ['試33', '55220033', ''], '2010-04-01', '2019-04-01'),
  ]),
  justChanged: resident(
    'just-changed',
    [
      coverage(SOCIETY, ['試34', '55330011', '01'], '2026-11-01'),
      coverage(ASSOCIATION, ['99887744', '55330022', '01'], '2016-04-01', '2026-11-01'),
    ],
    { newest_unregistered: true },
  ),
  elderly: resident('elderly', [coverage(ELDERLY, ['', '99550018', ''], '2021-05-20')]),
  withoutBranch: resident('without-branch', [coverage(SOCIETY, ['試35', '55440011', ''], '2012-04-01')]),
  withoutSymbol: resident('without-symbol', [coverage(MUNICIPALITY, ['', '55440022', '01'], '2012-04-01')]),
  fullWidth: resident('full-width', [coverage(ASSOCIATION, ['９９－５６', '５５４４', '01'], '2012-04-01')]),
  protected: resident('protected', [coverage(MUNICIPALITY, ['試36', '55440044', '01'], '2012-04-01')], {
    not_disclosed: true,
  }),
  nobody: resident('no-data', []),
  unresolved: resident('unresolved', [coverage(MUNICIPALITY, ['試38', '55770011', '01'], '2026-11-01')], {
    newest_unregistered: true,
  }),
  onAssistance: resident('on-assistance', [coverage(ASSISTANCE, ['', '7788001', ''], '2026-11-01')]),
  namesake: resident('namesake', [coverage(SOCIETY, ['試37', '55660011', '01'], '2019-04-01')], NAMESAKE),
  otherNamesake: resident(
    'other-namesake',
    [coverage(ASSOCIATION, ['99887733', '55660022', '01'], '2020-04-01')],
    NAMESAKE,
  ),
} satisfies Record<string, Resident>

const parents = (...ids: string[]): Partial<Resident> => ({
  represented_by: ids.map((by) => ({ by, relation: 'child' })),
})

/** A family in which somebody acts for somebody. The test's clock starts in 2026. */
export const FAMILY = {
  mother: resident('mother', [coverage(SOCIETY, ['試41', '55770011', '01'], '2019-04-01')]),
  father: resident('father', [coverage(SOCIETY, ['試41', '55770011', '00'], '2019-04-01')]),
  child: resident('child', [coverage(SOCIETY, ['試41', '55770011', '02'], '2019-04-01')], {
    birth_date: '2019-04-01',
    ...parents('mother', 'father'),
  }),
  sibling: resident('sibling', [coverage(SOCIETY, ['試41', '55770011', '03'], '2021-06-01')], {
    birth_date: '2021-06-01',
    ...parents('mother', 'father'),
  }),
  /** Of age to decide alone, and not yet 18. */
  daughter: resident('daughter', [coverage(SOCIETY, ['試41', '55770011', '04'], '2010-06-01')], {
    birth_date: '2009-12-01',
    ...parents('mother', 'father'),
  }),
  grandmother: resident('grandmother', [coverage(ELDERLY, ['', '99550777', ''], '2021-05-20')], {
    birth_date: '1946-05-20',
    represented_by: [{ by: 'mother', relation: 'ward' }],
  }),
  /** Under protection: the portal names it to its mother and not to its father. */
  hidden: resident('hidden', [coverage(MUNICIPALITY, ['試42', '55770042', '02'], '2020-04-01')], {
    birth_date: '2018-02-02',
    not_disclosed: true,
    represented_by: [
      { by: 'mother', relation: 'child', despite_protection: true },
      { by: 'father', relation: 'child' },
    ],
  }),
} satisfies Record<string, Resident>

/** Everybody whom the portal and the resolver of a test world know. */
export const RESIDENTS: Resident[] = [...ORDINARY, ...Object.values(PEOPLE), ...Object.values(FAMILY)]

/** An ordinary person. */
export function ordinary(index: number): Resident {
  const found = ORDINARY[index]
  if (!found) throw new Error(`there are ${ORDINARY.length} ordinary people`)
  return found
}

/** The four parts that identify a coverage; a part that the scheme does not have is null. */
export type Numbers = { insurer_number: string; symbol: string | null; number: string; branch: string | null }

export const toNumbers = ({ insurer_number, symbol, number, branch }: MockCoverage): Numbers => ({
  insurer_number,
  symbol: symbol || null,
  number,
  branch: branch || null,
})

/** A person's newest coverage, as a holder would know it. */
export function numbersOf({ coverages: [newest] }: Resident): Numbers {
  if (!newest) throw new Error('this person has no coverage')
  return toNumbers(newest)
}
