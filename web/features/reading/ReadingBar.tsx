import { withoutRuby } from '../../text/ruby.ts'
import { useText } from '../../text/text.tsx'
import { pauseReading, type ReadingState, resumeReading, stopReading } from './reader.ts'

/** Pause and stop, within reach of every screen while it is read. It takes no focus when it comes. */
export function ReadingBar({ state }: { state: Exclude<ReadingState, 'off'> }) {
  const { t } = useText()
  const r = t.reading

  function stop() {
    stopReading()
    // The button that had the focus is gone.
    document.querySelector('main')?.focus({ preventScroll: true })
  }

  return (
    <section className="reading-bar" aria-label={withoutRuby(r.bar)}>
      <p role="status">{state === 'failed' && r.failed}</p>
      {state !== 'failed' && (
        <button type="button" onClick={state === 'reading' ? pauseReading : resumeReading}>
          {state === 'reading' ? r.pause : r.resume}
        </button>
      )}
      <button type="button" onClick={stop}>
        {state === 'failed' ? t.shell.close : r.stop}
      </button>
    </section>
  )
}
