import { useEffect, useRef, useState } from 'react'
import { CARD_REMOVED } from '../card/removed.ts'
import { createIdle, type Idle } from './idle.ts'

/** A press on what bears this ends the visit. It does not continue it, which would take the button away meanwhile. */
const LEAVING = '[data-leaving]'

const HANDS = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const

/**
 * Watches whether somebody is there. @param standby true before a visit: no warning is shown.
 * @returns `seconds`: time left once the warning shows; `touch`: reports that somebody is there.
 */
export function useIdle(
  standby: boolean,
  on: {
    isHeld(): boolean
    hands(): void
    gone(): void
    /** Called when nobody has touched the start screen for a while. */
    rested(): void
  },
) {
  const [seconds, setSeconds] = useState<number | null>(null)
  const idle = useRef<Idle | null>(null)
  const latest = useRef(on)
  latest.current = on

  useEffect(() => {
    const watch = createIdle({
      held: () => latest.current.isHeld(),
      warn: (left) => {
        if (!standby) setSeconds(left)
      },
      gone: () => (standby ? latest.current.rested() : latest.current.gone()),
    })
    idle.current = watch
    const removed = (event: KeyboardEvent) => {
      if (event.key === CARD_REMOVED && !standby) latest.current.gone()
    }
    const hands = ({ target }: Event) => {
      if (target instanceof Element && target.closest(LEAVING)) return
      watch.touch()
      latest.current.hands()
    }
    for (const kind of HANDS) addEventListener(kind, hands, { passive: true })
    addEventListener('keydown', removed)
    return () => {
      watch.stop()
      for (const kind of HANDS) removeEventListener(kind, hands)
      removeEventListener('keydown', removed)
    }
  }, [standby])

  return { seconds, touch: () => idle.current?.touch() }
}
