import type { Described, Three } from './described.ts'
import { coverage, type Scheme } from './insurers.ts'
import type { Representation } from './residents.ts'

const made: Described[] = []

const FAMILY: Record<string, Three> = {
  父: ['チチ', '1975-02-07', 'male'],
  母: ['ハハ', '1977-06-28', 'female'],
  祖母: ['ソボ', '1949-01-09', 'female'],
  長女: ['チョウジョ', '2009-03-21', 'female'],
  次女: ['ジジョ', '2012-11-05', 'female'],
  子: ['コ', '2011-12-24', 'male'],
}
/** Who acts for whom: r22 and r23, r25 and r26 are father and mother, r29 a mother who is also her mother's guardian. */
const ACTS: Record<string, Representation[]> = {
  '一 子': [
    { by: 'r22', relation: 'child' },
    { by: 'r23', relation: 'child' },
  ],
  '二 長女': [
    { by: 'r25', relation: 'child' },
    { by: 'r26', relation: 'child' },
  ],
  '二 次女': [
    { by: 'r25', relation: 'child' },
    { by: 'r26', relation: 'child' },
  ],
  '三 祖母': [{ by: 'r29', relation: 'ward' }],
  '三 子': [{ by: 'r29', relation: 'child' }],
}
/** Family members share symbol and number; the branch distinguishes them. */
const FAMILIES: [string, string, Scheme, string, string, string[]][] = [
  ['一', 'イチ', 'kyokai', '99210021', '2100021', ['父', '母', '子']],
  ['二', 'ニ', 'kumiai', '模55', '2200022', ['父', '母', '長女', '次女']],
  ['三', 'サン', 'kokuho', '国90', '0230023', ['母', '祖母', '子']],
]
for (const [family, kanaOfFamily, scheme, symbol, number, members] of FAMILIES)
  members.forEach((member, i) => {
    const branch = String(i).padStart(2, '0')
    const [kana, birth_date, sex] = FAMILY[member] ?? ['', '', 'unknown']
    made.push([
      `家族${family} ${member}`,
      [`モギ カゾク${kanaOfFamily} ${kana}`, birth_date, sex],
      `家族（枝番 ${branch}）`,
      `family, branch ${branch}`,
      [coverage(scheme, symbol, number, branch, `20${10 + i}-04-01`)],
      { represented_by: ACTS[`${family} ${member}`] ?? [] },
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
const NUMERALS = 'イチ ニ サン ヨン ゴ ロク ナナ ハチ キュウ ジュウ ジュウイチ ジュウニ'.split(' ')
PLAIN.forEach((scheme, i) => {
  const elderly = scheme === 'kouki'
  const born = `19${(elderly ? 34 : 60) + i}-0${1 + (i % 9)}-1${i % 10}`
  const identity: Three = [`モギ ジュウミン${NUMERALS[i]}`, born, i % 2 === 0 ? 'female' : 'male']
  made.push([
    `住民${i + 1}`,
    identity,
    '変わりのない人',
    'nothing unusual',
    [
      coverage(
        scheme,
        elderly ? '' : `模${i + 1}`,
        String(31_000_031 + i * 101),
        elderly ? '' : '00',
        `20${12 + i}-04-01`,
      ),
    ],
  ])
})

/** Families, and people of whom there is nothing to show. */
export const ORDINARY: readonly Described[] = made
