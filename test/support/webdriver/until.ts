import { setTimeout as sleep } from 'node:timers/promises'
import { WebDriverError } from './protocol.ts'

const PATIENCE_MS = 60_000
const POLL_MS = 100

/** Polls until a condition returns something. @throws the last refusal, or an error that says what was awaited. */
export async function until<T>(what: string, condition: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  let refusal: unknown
  while (Date.now() < end) {
    try {
      const met = await condition()
      if (met !== undefined) return met
      refusal = undefined
    } catch (error) {
      if (!(error instanceof WebDriverError) || error.name === 'closed') throw error
      refusal = error
    }
    await sleep(POLL_MS)
  }
  throw new Error(`Not seen in time: ${what}`, { cause: refusal })
}
