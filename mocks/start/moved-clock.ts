/**
 * Preloaded into each process of the demo where `DEMO_CLOCK` names a file: moves the clock ahead by the number of days
 * in it. The file is read again while the process runs, so that all processes move together. Durations and timers stay
 * as they are.
 */
import { readFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'

const DAY_MS = 86_400_000
/** How long a reading of the file counts. */
const READ_MS = 50

const file = process.env.DEMO_CLOCK ?? ''
const { now } = Date
let [ahead, readAt] = [0, Number.NEGATIVE_INFINITY]

/** Milliseconds by which the clock is ahead. Without a number in the file it stays as it was. */
function aheadNow(): number {
  const at = performance.now()
  if (at - readAt < READ_MS) return ahead
  readAt = at
  try {
    const days = Number.parseFloat(readFileSync(file, 'utf8'))
    if (Number.isFinite(days)) ahead = days * DAY_MS
  } catch {
    // Nobody has moved it yet.
  }
  return ahead
}

const movedNow = () => now() + aheadNow()

globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length ? given : [movedNow()], made),
  apply: () => new Date().toString(),
  get: (target, name) => (name === 'now' ? movedNow : Reflect.get(target, name)),
})

// Node writes the header `Date` by a clock of its own, and browsers take the time from it.
const { writeHead } = ServerResponse.prototype
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: unknown[]) {
  if (!this.hasHeader('date')) this.setHeader('Date', new Date().toUTCString())
  return Reflect.apply(writeHead, this, given)
} as typeof writeHead
