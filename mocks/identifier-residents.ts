import type { Described, Three } from './described.ts'
import { withCheckDigit } from './insurer-number.ts'
import { coverage } from './insurers.ts'

const NAMESAKE: Three = ['モギ カズコ', '1962-07-07', 'female']

/** People by whom it shows what an identifier rests on: a name, a number, a register that errs. */
export const BY_IDENTIFIER: readonly Described[] = [
  [
    '和子（甲）',
    NAMESAKE,
    '氏名・生年月日・性別が同じ別の人がいる（甲）',
    'somebody else has the same name, birth date and sex: one',
    [coverage('kumiai2', '同01', '4500045', '00', '2015-04-01')],
  ],
  [
    '和子（乙）',
    NAMESAKE,
    '氏名・生年月日・性別が同じ別の人がいる（乙）',
    'somebody else has the same name, birth date and sex: other',
    [coverage('kokuho2', '同02', '0460046', '01', '2016-08-01')],
  ],
  [
    '枝夫',
    ['モギ エダオ', '1982-10-30', 'male'],
    '古い番号が世帯で同じだった人（枝美さんと同じ番号）',
    'shared an old household number with somebody',
    [
      coverage('kyokai', '99778800', '1100022', '00', '2019-10-01'),
      coverage('kumiai', '模77', '1100110', '', '2012-04-01', '2019-10-01'),
    ],
  ],
  [
    '海外',
    ['モギ カイガイ', '1972-03-19', 'male'],
    '2020年10月より前の番号しかない人',
    'only a number from before 2020-10',
    [coverage('kumiai', '模48', '4800480', '', '2008-04-01', '2018-10-01')],
  ],
  [
    '帰子',
    ['モギ キコ', '1980-12-08', 'female'],
    '2020年10月より前は保険に入っていなかった人',
    'uninsured before 2020-10',
    [coverage('kokuho', '国49', '0490049', '01', '2023-06-01')],
  ],
  [
    '新生',
    ['モギ シンセイ', '2026-11-10', 'unknown'],
    '生まれたばかりで番号がない人',
    'a newborn without a number',
    [],
  ],
  [
    '立直',
    ['モギ タテナオ', '1969-05-25', 'male'],
    '生活保護から国保へ',
    'came off public assistance',
    [
      coverage('kokuho', '国50', '0500050', '01', '2025-07-01'),
      coverage('seiho', '', withCheckDigit('000050'), '', '2022-04-01', '2025-07-01'),
    ],
  ],
  [
    '立子',
    ['モギ タツコ', '1974-08-14', 'female'],
    '2024年3月より前に生活保護が終わった人',
    'came off public assistance before 2024-03',
    [
      coverage('kyokai', '99515151', '5100051', '00', '2023-04-01'),
      coverage('seiho', '', withCheckDigit('000051'), '', '2019-04-01', '2023-04-01'),
    ],
  ],
  [
    '訂子',
    ['モギ テイコ', '1992-09-12', 'female'],
    '別の人として登録されていて、直された人',
    'was taken for two people, and corrected',
    [
      coverage('kumiai', '訂12', '5200052', '01', '2024-04-01'),
      coverage('kyokai', '99525252', '5200520', '00', '2015-04-01', '2024-04-01'),
    ],
    { once_apart: true },
  ],
  [
    '混一',
    ['モギ コンイチ', '1987-01-15', 'male'],
    '別の人と同じIDになっている人（一）',
    'has one ID5 together with somebody else: one',
    [coverage('kyokai', '99535353', '5300053', '00', '2010-04-01')],
  ],
  [
    '混二',
    ['モギ コンジ', '1987-01-15', 'male'],
    '別の人と同じIDになっている人（二）',
    'has one ID5 together with somebody else: other',
    [coverage('chikyo', '混54', '5400054', '00', '2012-04-01')],
    { mixed_with: 'r54' },
  ],
  [
    '文（前の氏名）',
    ['カリ フミ', '1991-04-04', 'female'],
    '一人なのに、二人になっている記録（前）',
    'one person whom the resolver takes for two: before',
    [coverage('kyokai', '99555555', '5500055', '00', '2014-04-01', '2022-07-01')],
  ],
  [
    '文',
    ['モギ フミ', '1991-04-04', 'female'],
    '一人なのに、二人になっている記録（今）',
    'one person whom the resolver takes for two: now',
    [coverage('kumiai2', '文56', '5600056', '01', '2022-07-01')],
  ],
  [
    '重子',
    ['モギ シゲコ', '1968-02-20', 'female'],
    '国保をやめる届け出を忘れた人（資格が二つ）',
    'two valid coverages',
    [
      coverage('kumiai', '重57', '5700057', '00', '2026-04-01'),
      coverage('kokuho', '国57', '0570057', '01', '2022-10-01'),
    ],
  ],
  [
    '扶',
    ['モギ タスク', '1966-06-11', 'male'],
    '生活保護になったばかりの人（番号が未登録）',
    'public assistance not registered yet',
    [
      coverage('seiho', '', withCheckDigit('000058'), '', '2026-11-16'),
      coverage('kokuho', '国58', '0580058', '01', '2021-02-01', '2026-11-16'),
    ],
    { newest_unregistered: true },
  ],
]
