import { createRandom } from '../random.ts'

/** Faults between a holder and the api, and on the holder's own machine. */
export const FAULTS = [
  'set-lost',
  'set-repeated',
  'sets-reordered',
  'error-after-commit',
  'answer-truncated',
  'clock-behind',
  'crash-before-ack',
] as const
export type Fault = (typeof FAULTS)[number]

/** The process ends here: what was only in memory is lost. */
export class Crash extends Error {
  override name = 'Crash'
}

const BEHIND_MS = 600_000
/** Readings of the clock that a clock fault spoils. */
const READINGS = 3

type Polled = { sets: Record<string, string> }
type World = { fetch?: typeof fetch; now?: () => number }

/**
 * A network and a clock that fail pseudorandomly: the same seed and the same calls give the same faults.
 * @param seed any integer. @param world what is disturbed; a crash is thrown as `Crash` instead of sending an ack.
 */
export function createFaults(seed: number, world: World = {}) {
  const { fetch = globalThis.fetch, now = Date.now } = world
  const random = createRandom(seed)
  const happened = new Map<Fault, number>()
  const delivered: [jti: string, set: string][] = []
  let [rate, spoiled] = [0, 0]

  /** At most one fault for a call: one of those that can happen to it. */
  function draw(url: string, body: unknown): Fault | null {
    if (random() >= rate) return null
    const acks = url.endsWith('/poll') && String(body).includes('"ack":["')
    const possible = FAULTS.filter((fault) => {
      if (fault === 'crash-before-ack') return acks
      return !/^set/.test(fault) || (url.endsWith('/poll') && !acks)
    })
    const fault = possible[Math.floor(random() * possible.length)] ?? null
    if (fault) happened.set(fault, (happened.get(fault) ?? 0) + 1)
    return fault
  }

  function tamper(fault: Fault | null, answer: Polled): Polled {
    const sets = Object.entries(answer.sets)
    if (fault === 'set-lost') sets.splice(Math.floor(random() * sets.length), 1)
    if (fault === 'sets-reordered') sets.reverse()
    const again = delivered[Math.floor(random() * delivered.length)]
    if (fault === 'set-repeated' && again) sets.unshift(again)
    delivered.push(...Object.entries(answer.sets))
    delivered.splice(0, delivered.length - 100)
    return { ...answer, sets: Object.fromEntries(sets) }
  }

  async function faulty(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input)
    const fault = draw(url, init?.body)
    if (fault === 'crash-before-ack') throw new Crash('crashed between applying and acknowledging')
    if (fault === 'clock-behind') spoiled = READINGS
    const response = await fetch(input, init)
    if (fault === 'error-after-commit') {
      await response.body?.cancel()
      return new Response(null, { status: 500 })
    }
    const { status } = response
    if (fault === 'answer-truncated' && response.body) {
      const text = await response.text()
      return new Response(text.slice(0, Math.floor(text.length * random())), { status })
    }
    if (!url.endsWith('/poll') || !response.ok) return response
    return Response.json(tamper(fault, (await response.json()) as Polled))
  }

  return {
    fetch: faulty as typeof fetch,
    now: () => (spoiled-- > 0 ? now() - BEHIND_MS : now()),
    /** @param share of the calls that fail, 0 to 1. */
    setRate(share: number): void {
      rate = share
      if (share === 0) spoiled = 0
    },
    rate: () => rate,
    happened: (): ReadonlyMap<Fault, number> => happened,
  }
}

export type Faults = ReturnType<typeof createFaults>
