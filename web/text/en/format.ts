import { createFormat, createTime, timeZone } from '../format.ts'
import { plural } from './plural.ts'

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone })

export const format = createFormat({
  date: (date) => day.format(date),
  time: createTime('en-GB'),
  seconds: (count) => `${count} ${plural(count, 'second', 'seconds')}`,
  minutes: (count) => `${count} ${plural(count, 'minute', 'minutes')}`,
  hours: (count) => `${count} ${plural(count, 'hour', 'hours')}`,
})
