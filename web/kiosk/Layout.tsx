import { useEffect, useRef, useState } from 'react'
import { useText } from '../text/text.tsx'
import { Controls } from './Controls.tsx'
import { CARD_REMOVED } from './card-removed.ts'
import { createIdle, type Idle } from './idle.ts'
import { useKiosk } from './kiosk-context.ts'
import { Screens } from './Screens.tsx'
import { heardOf, hush, ring, speak } from './sound.ts'
import { STANDARD } from './view.ts'
import { Warning } from './Warning.tsx'

/** What stays around every screen: that it is not finished yet, the settings, help, and the way out. */
export function Layout(props: {
  farewell: boolean
  /** The network is away, and is waited for. */
  cut: boolean
  isHeld: () => boolean
  onHands(): void
  onGone(): void
  lang: string
}) {
  const { t, setLanguage } = useText()
  const { k, progress, view, setView } = useKiosk()
  const { screen } = progress
  const main = useRef<HTMLElement>(null)
  const [seconds, setSeconds] = useState<number | null>(null)
  const idle = useRef<Idle | null>(null)
  const standby = screen === 'standby'
  const unfinished = !standby && screen !== 'phone' && screen !== 'done'
  const latest = useRef(props)
  latest.current = props
  /** Whoever comes next finds the start as it always is. */
  const standard = useRef(() => {})
  standard.current = () => {
    setLanguage(STANDARD.language)
    setView(STANDARD)
  }

  // The farewell is in the language of the visit; then the start is as it always is.
  const farewell = useRef(props.farewell)
  useEffect(() => {
    if (farewell.current && !props.farewell && standby) standard.current()
    farewell.current = props.farewell
  }, [props.farewell, standby])

  useEffect(() => {
    const watch = createIdle({
      held: () => latest.current.isHeld(),
      warn: (left) => {
        if (!standby) setSeconds(left)
      },
      gone: () => (standby ? standard.current() : latest.current.onGone()),
    })
    idle.current = watch
    const removed = (event: KeyboardEvent) => {
      if (event.key === CARD_REMOVED && !standby) latest.current.onGone()
    }
    const hands = () => {
      watch.touch()
      latest.current.onHands()
    }
    const kinds = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
    for (const kind of kinds) addEventListener(kind, hands, { passive: true })
    addEventListener('keydown', removed)
    return () => {
      watch.stop()
      for (const kind of kinds) removeEventListener(kind, hands)
      removeEventListener('keydown', removed)
    }
  }, [standby])

  const warning = seconds !== null
  useEffect(() => {
    if (warning && !view.muted) ring()
  }, [warning, view.muted])

  // A new screen begins at its top, and is read when somebody wants it read.
  useEffect(() => {
    if (screen) main.current?.scrollTo(0, 0)
  }, [screen])
  useEffect(() => {
    hush()
    if (!view.speaking || view.muted || !screen || !main.current) return
    const text = main.current
    const timer = setTimeout(() => speak(heardOf(text), props.lang), 400)
    return () => clearTimeout(timer)
  }, [screen, view.speaking, view.muted, props.lang])

  return (
    <div className="kiosk">
      <header className="kiosk-head">
        <p className="kiosk-demo">{t.shell.demo}</p>
        <div role="status">
          {unfinished && props.cut && (
            <p className="kiosk-unfinished">
              <strong>{k.cut}</strong> <span>{k.cutHint}</span>
            </p>
          )}
          {unfinished && !props.cut && (
            <p className="kiosk-unfinished">
              <strong>{k.notDone}</strong> <span>{k.notDoneHint}</span>
            </p>
          )}
          {standby && props.farewell && <p className="kiosk-unfinished">{k.ended}</p>}
        </div>
      </header>
      <main id="main" ref={main} className="kiosk-main" tabIndex={-1}>
        <Screens />
      </main>
      <Controls />
      {warning && <Warning seconds={seconds} onStay={() => idle.current?.touch()} />}
    </div>
  )
}
