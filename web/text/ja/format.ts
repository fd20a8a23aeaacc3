import { createFormat, createTime, timeZone } from '../format.ts'

const day = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  timeZone,
})
const year = new Intl.DateTimeFormat('ja-JP', { year: 'numeric', timeZone })

const clock = createTime('ja-JP')

export const format = createFormat({
  date: (date) => day.format(date).replace('年', `年（${year.format(date)}）`),
  time: (date) => `${clock(date).replace(':', '時')}分`,
  seconds: (count) => `${count}秒`,
  minutes: (count) => `${count}分`,
  hours: (count) => `${count}時間`,
})
