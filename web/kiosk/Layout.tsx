import { useEffect, useRef } from 'react'
import { withoutRuby } from '../text/ruby.ts'
import { useText } from '../text/text.tsx'
import { Controls } from './Controls.tsx'
import { ring } from './ring.ts'
import { Screens } from './Screens.tsx'
import { useReading } from './speech/use-reading.ts'
import { useKiosk } from './visit/kiosk-context.ts'
import { useIdle } from './visit/use-idle.ts'
import { STANDARD } from './visit/view.ts'
import { Warning } from './Warning.tsx'

/** The frame of every screen: a note that nothing is finished yet, settings, help, and the way out. */
export function Layout(props: {
  farewell: boolean
  /** The network is lost, and the visit waits for it. */
  cut: boolean
  isHeld: () => boolean
  /** Called when somebody touches the screen. */
  onHands(): void
  onGone(): void
}) {
  const { t, setLanguage } = useText()
  const { k, progress, view, setView } = useKiosk()
  const { screen } = progress
  const page = useRef<HTMLDivElement>(null)
  const main = useRef<HTMLElement>(null)
  const standby = screen === 'standby'
  const unfinished = !standby && screen !== 'phone' && screen !== 'done'
  /** Resets language and view, so that the next person finds the standard start. */
  const standard = () => {
    setLanguage(STANDARD.language)
    setView(STANDARD)
  }
  const { seconds, touch } = useIdle(standby, {
    isHeld: props.isHeld,
    hands: props.onHands,
    gone: props.onGone,
    rested: standard,
  })
  const reading = useReading(page, () => {
    touch()
    props.onHands()
  })
  const latest = useRef({ standard, reading, seconds })
  latest.current = { standard, reading, seconds }

  // The farewell keeps the language of the visit. The start is then reset.
  const farewell = useRef(props.farewell)
  useEffect(() => {
    if (farewell.current && !props.farewell && standby) latest.current.standard()
    farewell.current = props.farewell
  }, [props.farewell, standby])

  const warning = seconds !== null
  useEffect(() => {
    if (!warning) return
    if (!view.muted) ring()
    const { reading, seconds } = latest.current
    reading.announce(withoutRuby([k.warningTitle, k.warning(seconds ?? 0), k.stay].join('。')))
    return () => latest.current.reading.hush()
  }, [warning, view.muted, k])

  // A new screen is shown from its top.
  useEffect(() => {
    if (screen) main.current?.scrollTo(0, 0)
  }, [screen])

  return (
    <div className="kiosk" ref={page}>
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
        <div role="status">
          {view.speaking && view.muted && <p className="kiosk-unfinished">{k.voiceMuted}</p>}
          {!reading.able && <p className="kiosk-unfinished">{k.noVoice}</p>}
        </div>
      </header>
      <main id="main" ref={main} className="kiosk-main" tabIndex={-1}>
        <Screens />
      </main>
      <Controls />
      {warning && <Warning seconds={seconds} onStay={touch} />}
    </div>
  )
}
