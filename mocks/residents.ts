import { withCheckDigit } from './insurer-number.ts'

/** One coverage of a synthetic resident; parts that the scheme does not have are empty. */
export type MockCoverage = {
  insurer_number: string
  symbol: string
  number: string
  branch: string
  qualified_on: string
  /**
   * 資格喪失日: the first day on which it is no longer valid, and so the first day of the next one. Empty while it is
   * valid.
   */
  ended_on: string
}

export type Resident = {
  id: string
  /** 模擬: invented, like everything here. */
  name: string
  /** What this resident demonstrates. */
  shows: { ja: string; en: string }
  /** Newest first; ID5 is made from the oldest. Empty: the portal has no data. */
  coverages: MockCoverage[]
  not_disclosed: boolean
  /** The resolver does not know the newest coverage yet. */
  newest_unregistered: boolean
}

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
type Scheme = keyof typeof INSURER

const coverage = (
  scheme: Scheme,
  symbol: string,
  number: string,
  branch: string,
  qualified_on: string,
  ended_on = '',
): MockCoverage => ({ insurer_number: INSURER[scheme], symbol, number, branch, qualified_on, ended_on })

type Special = Partial<Pick<Resident, 'not_disclosed' | 'newest_unregistered'>>

const made: Resident[] = []
function resident(
  name: string,
  ja: string,
  en: string,
  coverages: MockCoverage[],
  special: Special = {},
): void {
  const id = `r${String(made.length + 1).padStart(2, '0')}`
  made.push({
    id,
    name: `模擬 ${name}`,
    shows: { ja, en },
    coverages,
    not_disclosed: false,
    newest_unregistered: false,
    ...special,
  })
}

resident('太郎', '転職した人（協会けんぽ → 健保組合）', 'changed jobs', [
  coverage('kumiai', '模12', '7654321', '00', '2025-04-01'),
  coverage('kyokai', '99010203', '1234567', '00', '2012-04-01', '2025-04-01'),
])
resident('花子', '転職を二度した人（国保 → 協会けんぽ → 共済）', 'changed jobs twice', [
  coverage('kokkyo', '公999', '3300021', '00', '2024-10-01'),
  coverage('kyokai', '99040506', '2345678', '00', '2019-04-01', '2024-10-01'),
  coverage('kokuho', '国99', '0440018', '', '2010-04-01', '2019-04-01'),
])
resident('一郎', '協会けんぽ', 'Japan Health Insurance Association', [
  coverage('kyokai', '99112233', '1000001', '00', '2015-04-01'),
])
resident('海子', '船員保険', "seamen's insurance", [coverage('senin', '船99', '2000002', '00', '2016-07-01')])
resident('組子', '健康保険組合', 'health insurance society', [
  coverage('kumiai', '99-34', '3000003', '00', '2018-04-01'),
])
resident('国夫', '国家公務員共済', 'mutual aid: national', [
  coverage('kokkyo', '公101', '4000004', '00', '2011-04-01'),
])
resident('地子', '地方公務員共済', 'mutual aid: local', [
  coverage('chikyo', '地202', '5000005', '00', '2013-04-01'),
])
resident('警太', '警察共済', 'mutual aid: police', [
  coverage('keisatsu', '警303', '6000006', '00', '2014-04-01'),
])
resident('学', '私学共済', 'mutual aid: private schools', [
  coverage('shigaku', '学404', '7000007', '00', '2017-04-01'),
])
resident('里子', '国民健康保険（6桁）', 'municipal insurance, six digits', [
  coverage('kokuho', '国12', '0800008', '01', '2009-04-01'),
])
resident('ウメ', '後期高齢者（記号・枝番なし）', 'late-stage elderly: no symbol, no branch', [
  coverage('kouki', '', '90000009', '', '2021-06-15'),
  coverage('kokuho', '国56', '0900009', '02', '2008-04-01', '2021-06-15'),
])
resident('守', '生活保護', 'public assistance', [
  coverage('seiho', '', withCheckDigit('000001'), '', '2024-04-01'),
])
resident('枝美', '枝番のない古い番号（2020年10月より前）', 'an old number without a branch', [
  coverage('kyokai', '99778899', '1100011', '00', '2019-10-01'),
  coverage('kumiai', '模77', '1100110', '', '2012-04-01', '2019-10-01'),
])
resident('記代', '記号のない記録', 'no symbol', [coverage('kumiai2', '', '1200012', '01', '2020-04-01')])
resident('加奈', '記号がかな', 'kana symbol', [coverage('kokuho2', 'まなび', '0130013', '01', '2018-06-01')])
resident('全太', '記号が全角', 'full-width symbol', [
  coverage('kumiai', '９９－５６', '１４０００１４', '00', '2016-01-01'),
])
resident(
  '秘子',
  '不開示の人（施設名を出さない）',
  'under protection (isNotDisclosed)',
  [coverage('kokuho2', '国78', '0150015', '01', '2022-04-01')],
  { not_disclosed: true },
)
resident(
  '新',
  '転職直後（新しい番号が未登録）',
  'new number not registered yet',
  [
    coverage('kumiai2', '新1', '1600016', '00', '2026-11-20'),
    coverage('kyokai', '99161616', '1600160', '00', '2017-04-01', '2026-11-20'),
  ],
  { newest_unregistered: true },
)
resident('無', 'データのない人', 'no data at the portal', [])
resident('転', '退職して国保へ', 'left a job for municipal insurance', [
  coverage('kokuho', '国34', '0200020', '01', '2026-04-01'),
  coverage('shigaku', '学55', '2000200', '00', '2006-04-01', '2026-04-01'),
])
resident('待子', '転職直後（新しい資格がまだ届いていない）', 'new coverage has not reached the portal', [
  coverage('kumiai2', '待9', '2100210', '00', '2013-04-01', '2026-11-21'),
])

/** Family members share symbol and number; the branch distinguishes them. */
const FAMILIES: [string, Scheme, string, string, string[]][] = [
  ['一', 'kyokai', '99210021', '2100021', ['父', '母', '子']],
  ['二', 'kumiai', '模55', '2200022', ['父', '母', '長女', '次女']],
  ['三', 'kokuho', '国90', '0230023', ['母', '祖母', '子']],
]
for (const [family, scheme, symbol, number, members] of FAMILIES)
  members.forEach((member, i) => {
    const branch = String(i).padStart(2, '0')
    resident(`家族${family} ${member}`, `家族（枝番 ${branch}）`, `family, branch ${branch}`, [
      coverage(scheme, symbol, number, branch, `20${10 + i}-04-01`),
    ])
  })

const PLAIN: Scheme[] = [
  'kyokai',
  'kumiai',
  'kokuho',
  'chikyo',
  'kouki',
  'kokuho2',
  'kumiai2',
  'kyokai',
  'kokuho',
  'kouki',
  'kumiai',
  'kyokai',
]
PLAIN.forEach((scheme, i) => {
  const elderly = scheme === 'kouki'
  resident(`住民${i + 1}`, '変わりのない人', 'nothing unusual', [
    coverage(
      scheme,
      elderly ? '' : `模${i + 1}`,
      String(31_000_031 + i * 101),
      elderly ? '' : '00',
      `20${12 + i}-04-01`,
    ),
  ])
})

resident('防人', '自衛官（自衛官診療証）', 'self-defence forces', [
  coverage('defence', '防01', '2200220', '00', '2019-04-01'),
])

/** The people of the mocks: invented, with numbers that no insurer can issue. */
export const residents: readonly Resident[] = made
