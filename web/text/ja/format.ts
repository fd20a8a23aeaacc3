import { createFormat, createTime, timeZone } from '../format.ts'

const day = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  timeZone,
})
const year = new Intl.DateTimeFormat('ja-JP', { year: 'numeric', timeZone })

export const format = createFormat({
  date: (date) => `${day.format(date)}(${year.format(date)})`,
  time: createTime('ja-JP'),
  seconds: (count) => `${count}秒`,
  minutes: (count) => `${count}分`,
  hours: (count) => `${count}時間`,
})
