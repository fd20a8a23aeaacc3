import { createFormat, createTime, timeZone } from '../format.ts'

const day = new Intl.DateTimeFormat('ja-JP', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone })
const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone })
const time = createTime('ja-JP')

/** Days whose name is not their number and にち. */
const DAYS: Record<string, string> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
}

const ERAS: Record<string, string> = {
  令和: 'れいわ',
  平成: 'へいせい',
  昭和: 'しょうわ',
  大正: 'たいしょう',
  明治: 'めいじ',
}

const partsOf = (written: Intl.DateTimeFormat, date: Date): Record<string, string> =>
  Object.fromEntries(written.formatToParts(date).map(({ type, value }) => [type, value]))

/** The Western year comes first, as the guideline of やさしい日本語 says. The era helps to find the day on papers. */
function writeDate(date: Date): string {
  const { year, month, day: number = '' } = partsOf(day, date)
  const named = DAYS[number] ? `｜${number}日《${DAYS[number]}》` : `${number}日《にち》`
  return `${year}年《ねん》${month}月《がつ》${named}（${writeEra(date)}）`
}

function writeEra(date: Date): string {
  const { era: name = '', year } = partsOf(era, date)
  return `${name}《${ERAS[name]}》${year === '元' ? '元年《がんねん》' : `${year}年《ねん》`}`
}

export const format = createFormat({
  date: writeDate,
  time: (date) => time(date).replace('午前', '午前《ごぜん》').replace('午後', '午後《ごご》'),
  seconds: (count) => `${count}秒《びょう》`,
  minutes: (count) => `${count}分《${/[134680]$/.test(`${count}`) ? 'ぷん' : 'ふん'}》`,
  hours: (count) => `${count}時間《じかん》`,
})
