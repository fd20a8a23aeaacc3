import type { Described } from './described.ts'
import type { Identity } from './id4.ts'
import { BY_IDENTIFIER } from './identifier-residents.ts'
import { withCheckDigit } from './insurer-number.ts'
import { coverage } from './insurers.ts'
import { ORDINARY } from './ordinary-residents.ts'
import { REPRESENTED } from './represented-residents.ts'

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

/** Who may act for a resident. `by`: the representative's id. */
export type Representation = {
  by: string
  relation: 'child' | 'ward'
  /** The last day in Japan; absent: a child's until it is of age, a ward's without end. */
  until?: string
  withdrawn?: boolean
  /** The portal says that this representative may act although the resident is under protection (不開示). */
  despite_protection?: boolean
}

export type Resident = {
  id: string
  /** 模擬: invented, like everything here. */
  name: string
  /** カナ氏名, 生年月日 (YYYY-MM-DD) and 性別, by which ID4 is made. The portal mock never sends them. */
  kana: string
  birth_date: string
  sex: Identity['sex']
  /** What this resident demonstrates. */
  shows: { ja: string; en: string }
  /** Newest first; ID5 is made from the oldest. Empty: the portal has no data. */
  coverages: MockCoverage[]
  not_disclosed: boolean
  /** The resolver does not know the newest coverage yet. */
  newest_unregistered: boolean
  /** The resolver took the newest coverage for another person's, and has corrected it. */
  once_apart: boolean
  /** The resident whose ID5 the resolver gives to this one by mistake. */
  mixed_with: string | null
  represented_by: Representation[]
}

const made: Resident[] = []
function resident(...[name, [kana, birth_date, sex], ja, en, coverages, special]: Described): void {
  const id = `r${String(made.length + 1).padStart(2, '0')}`
  made.push({
    id,
    name: `模擬 ${name}`,
    kana,
    birth_date,
    sex,
    shows: { ja, en },
    coverages,
    not_disclosed: false,
    newest_unregistered: false,
    once_apart: false,
    mixed_with: null,
    represented_by: [],
    ...special,
  })
}

resident(
  '太郎',
  ['モギ タロウ', '1988-05-14', 'male'],
  '転職した人（協会けんぽ → 健保組合）',
  'changed jobs',
  [
    coverage('kumiai', '模12', '7654321', '00', '2025-04-01'),
    coverage('kyokai', '99010203', '1234567', '00', '2012-04-01', '2025-04-01'),
  ],
)
resident(
  '花子',
  ['モギ ハナコ', '1986-11-02', 'female'],
  '転職を二度した人（国保 → 協会けんぽ → 共済）',
  'changed jobs twice',
  [
    coverage('kokkyo', '公999', '3300021', '00', '2024-10-01'),
    coverage('kyokai', '99040506', '2345678', '00', '2019-04-01', '2024-10-01'),
    coverage('kokuho', '国99', '0440018', '', '2010-04-01', '2019-04-01'),
  ],
)
resident(
  '一郎',
  ['モギ イチロウ', '1990-01-23', 'male'],
  '協会けんぽ',
  'Japan Health Insurance Association',
  [coverage('kyokai', '99112233', '1000001', '00', '2015-04-01')],
)
resident('海子', ['モギ ウミコ', '1993-07-17', 'female'], '船員保険', "seamen's insurance", [
  coverage('senin', '船99', '2000002', '00', '2016-07-01'),
])
resident('組子', ['モギ クミコ', '1991-09-30', 'female'], '健康保険組合', 'health insurance society', [
  coverage('kumiai', '99-34', '3000003', '00', '2018-04-01'),
])
resident('国夫', ['モギ クニオ', '1985-03-08', 'male'], '国家公務員共済', 'mutual aid: national', [
  coverage('kokkyo', '公101', '4000004', '00', '2011-04-01'),
])
resident('地子', ['モギ チイコ', '1987-12-12', 'female'], '地方公務員共済', 'mutual aid: local', [
  coverage('chikyo', '地202', '5000005', '00', '2013-04-01'),
])
resident('警太', ['モギ ケイタ', '1992-02-29', 'male'], '警察共済', 'mutual aid: police', [
  coverage('keisatsu', '警303', '6000006', '00', '2014-04-01'),
])
resident('学', ['モギ マナブ', '1989-06-06', 'male'], '私学共済', 'mutual aid: private schools', [
  coverage('shigaku', '学404', '7000007', '00', '2017-04-01'),
])
resident(
  '里子',
  ['モギ サトコ', '1979-08-21', 'female'],
  '国民健康保険（6桁）',
  'municipal insurance, six digits',
  [coverage('kokuho', '国12', '0800008', '01', '2009-04-01')],
)
resident(
  'ウメ',
  ['モギ ウメ', '1946-06-15', 'female'],
  '後期高齢者（記号・枝番なし）',
  'late-stage elderly: no symbol, no branch',
  [
    coverage('kouki', '', '90000009', '', '2021-06-15'),
    coverage('kokuho', '国56', '0900009', '02', '2008-04-01', '2021-06-15'),
  ],
)
resident('守', ['モギ マモル', '1958-10-05', 'male'], '生活保護', 'public assistance', [
  coverage('seiho', '', withCheckDigit('000001'), '', '2024-04-01'),
])
resident(
  '枝美',
  ['モギ エミ', '1984-04-19', 'female'],
  '枝番のない古い番号（2020年10月より前）',
  'an old number without a branch',
  [
    coverage('kyokai', '99778899', '1100011', '00', '2019-10-01'),
    coverage('kumiai', '模77', '1100110', '', '2012-04-01', '2019-10-01'),
  ],
)
resident('記代', ['モギ キヨ', '1976-01-31', 'female'], '記号のない記録', 'no symbol', [
  coverage('kumiai2', '', '1200012', '01', '2020-04-01'),
])
resident('加奈', ['モギ カナ', '1994-03-03', 'female'], '記号がかな', 'kana symbol', [
  coverage('kokuho2', 'まなび', '0130013', '01', '2018-06-01'),
])
resident('全太', ['モギ ゼンタ', '1983-05-05', 'male'], '記号が全角', 'full-width symbol', [
  coverage('kumiai', '９９－５６', '１４０００１４', '00', '2016-01-01'),
])
resident(
  '秘子',
  ['モギ ヒメコ', '1981-02-11', 'female'],
  '不開示の人（施設名を出さない）',
  'under protection (isNotDisclosed)',
  [coverage('kokuho2', '国78', '0150015', '01', '2022-04-01')],
  { not_disclosed: true },
)
resident(
  '新',
  ['モギ アラタ', '1995-08-08', 'male'],
  '転職直後（新しい番号が未登録）',
  'new number not registered yet',
  [
    coverage('kumiai2', '新1', '1600016', '00', '2026-11-20'),
    coverage('kyokai', '99161616', '1600160', '00', '2017-04-01', '2026-11-20'),
  ],
  { newest_unregistered: true },
)
resident('無', ['モギ ナシ', '1970-07-01', 'male'], 'データのない人', 'no data at the portal', [])
resident('転', ['モギ テン', '1978-10-10', 'male'], '退職して国保へ', 'left a job for municipal insurance', [
  coverage('kokuho', '国34', '0200020', '01', '2026-04-01'),
  coverage('shigaku', '学55', '2000200', '00', '2006-04-01', '2026-04-01'),
])
resident(
  '待子',
  ['モギ マチコ', '1986-09-15', 'female'],
  '転職直後（新しい資格がまだ届いていない）',
  'new coverage has not reached the portal',
  [coverage('kumiai2', '待9', '2100210', '00', '2013-04-01', '2026-11-21')],
)

for (const one of ORDINARY) resident(...one)

resident('防人', ['モギ サキモリ', '1999-04-02', 'male'], '自衛官（自衛官診療証）', 'self-defence forces', [
  coverage('defence', '防01', '2200220', '00', '2019-04-01'),
])

for (const one of BY_IDENTIFIER) resident(...one)

for (const one of REPRESENTED) resident(...one)

/** The people of the mocks: invented, with numbers that no insurer can issue. */
export const residents: readonly Resident[] = made
