import type { Described } from './described.ts'
import { coverage } from './insurers.ts'

/** People for whom somebody may act, or no longer may; their families are among the ordinary residents. */
export const REPRESENTED: readonly Described[] = [
  [
    '幼子',
    ['モギ オサナコ', '2019-08-08', 'female'],
    '七歳の子（親：家族一の父と母）',
    'seven years old, with two parents',
    [coverage('kyokai', '99210021', '2100021', '03', '2019-09-01')],
    {
      represented_by: [
        { by: 'r22', relation: 'child' },
        { by: 'r23', relation: 'child' },
      ],
    },
  ],
  [
    '成人前',
    ['モギ マエ', '2010-12-10', 'male'],
    'もうすぐ16歳になる子（親：家族二の父）',
    'nearly 16',
    [coverage('kumiai', '模55', '2200022', '04', '2011-01-01')],
    { represented_by: [{ by: 'r25', relation: 'child' }] },
  ],
  [
    '離子',
    ['モギ ハナレコ', '2014-05-20', 'female'],
    '親権が移った子（家族三の母は、もう代われない）',
    'custody has moved: the former parent may not act any more',
    [coverage('kokuho', '国61', '6100061', '01', '2014-06-01')],
    { represented_by: [{ by: 'r29', relation: 'child', withdrawn: true }] },
  ],
  [
    '満期',
    ['モギ マンキ', '1944-03-30', 'male'],
    '後見が終わった人（後見人だった人：家族三の母）',
    'guardianship has expired',
    [coverage('kouki', '', '62000062', '', '2019-03-30')],
    { represented_by: [{ by: 'r29', relation: 'ward', until: '2026-03-31' }] },
  ],
  [
    '秘美',
    ['モギ ヒメミ', '2016-10-10', 'female'],
    '不開示の子（母の秘子さんだけが代われる。父は家族二の父）',
    'a child under protection: only one parent may act',
    [coverage('kokuho2', '国78', '0150015', '02', '2022-04-01')],
    {
      not_disclosed: true,
      represented_by: [
        { by: 'r17', relation: 'child', despite_protection: true },
        { by: 'r25', relation: 'child' },
      ],
    },
  ],
]
