import { useEffect, useRef } from 'react'
import type { KioskAnswer } from '../../../api/contract/kiosk.ts'
import { failureOf } from '../../data/http/failure.ts'
import { listen } from '../../data/state/browser.ts'
import type { OutReason } from '../screens/Out.tsx'
import type { KioskApi } from './kiosk-api.ts'

const EVERY_MS = 3_000
/** Lost answers in a row that mean there is no network. One may be lost by chance. */
const LOSSES = 2
const PATIENCE_MS = 4_000

/**
 * Requests this kiosk's state every few seconds: whether it may serve, whether staff sent a command, whether there is
 * a network.
 * @param known number of the newest command seen so far; null: taken from the first answer.
 */
export function useLink(
  api: KioskApi | null,
  on: {
    heard(state: KioskAnswer): void
    command(name: 'start' | 'end'): void
    lost(reason: OutReason): void
  },
  known: number | null,
): void {
  const latest = useRef(on)
  latest.current = on

  useEffect(() => {
    if (!api) return
    let seen = known
    let losses = 0
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const lose = (code: string) => {
      if (code === 'kiosk-refused') return latest.current.lost('refused')
      losses++
      if (losses >= LOSSES || !navigator.onLine) latest.current.lost('offline')
    }
    const ask = async () => {
      timer = undefined
      const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS))
      await Promise.race([api.state(), late]).then(
        (state) => {
          if (stopped) return
          losses = 0
          latest.current.heard(state)
          const { command } = state
          seen ??= command?.no ?? 0
          if (!command || command.no <= seen) return
          seen = command.no
          latest.current.command(command.name)
        },
        (error) => {
          if (!stopped) lose(failureOf(error).code)
        },
      )
      if (!stopped) timer = setTimeout(ask, EVERY_MS)
    }
    timer = setTimeout(ask, EVERY_MS)
    const offline = () => latest.current.lost('offline')
    const online = () => {
      if (timer === undefined) return
      clearTimeout(timer)
      void ask()
    }
    const forget = listen([window, 'offline', offline], [window, 'online', online])
    return () => {
      stopped = true
      clearTimeout(timer)
      forget()
    }
  }, [api, known])
}
