import { parseArgs } from 'node:util'

/** The arguments of `npm run bench`. @throws Error for an argument that does not exist. */
export function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      surge: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '150' },
    },
  })
  const number = (name: 'rounds' | 'seconds' | 'minutes' | 'rate') => {
    const value = Number(values[name])
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0`)
    return value
  }
  return {
    ...values,
    only: values.only?.split(',').map(Number) ?? null,
    rounds: number('rounds'),
    seconds: number('seconds'),
    minutes: number('minutes'),
    rate: number('rate'),
  }
}
