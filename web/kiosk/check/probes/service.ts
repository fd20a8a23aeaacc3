import { serverNow } from '../../../data/http/clock.ts'
import { failureOf } from '../../../data/http/failure.ts'
import type { KioskApi } from '../../visit/kiosk-api.ts'
import { type Finding, judge } from '../finding.ts'

/** A slower answer makes every step of a visit slow. */
const SLOW_MS = 1_000
const TIMES = 3

export async function registered(kiosk: KioskApi | null): Promise<Finding> {
  if (!kiosk) return judge(false, 'unregistered')
  try {
    const { kiosk: known } = await kiosk.state()
    return judge(true, `${known.clinic} ${known.name} (${known.id})`)
  } catch (error) {
    return judge(false, failureOf(error).code)
  }
}

/** Measures the slowest of a few answers, whatever their status. */
export async function network(kiosk: KioskApi | null): Promise<Finding> {
  let slowest = 0
  for (let time = 0; time < TIMES; time++) {
    const asked = performance.now()
    const code = await kiosk?.state().then(
      () => null,
      (error) => failureOf(error).code,
    )
    if (code !== null) return judge(false, code ?? 'unregistered')
    slowest = Math.max(slowest, performance.now() - asked)
  }
  return judge(slowest < SLOW_MS, `${Math.round(slowest)} ms`)
}

/** Compares the clocks by the api's last answer. Only a difference that matters is reported. */
export function clock(): Finding {
  const seconds = Math.round((serverNow().getTime() - Date.now()) / 1000)
  return judge(seconds === 0, `${seconds >= 0 ? '+' : ''}${seconds} s`)
}
