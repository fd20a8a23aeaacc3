import { parseArgs } from 'node:util'

/** How `npm run bench` was called. @throws Error for an argument that does not exist. */
export function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      picture: { type: 'string' },
    },
  })
  const number = (name: 'rounds' | 'seconds') => {
    const value = Number(values[name])
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0`)
    return value
  }
  return {
    ...values,
    only: values.only?.split(',').map(Number) ?? null,
    rounds: number('rounds'),
    seconds: number('seconds'),
  }
}
