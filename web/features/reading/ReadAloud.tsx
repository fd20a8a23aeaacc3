import { Suspense, useEffect, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { useLocation } from 'wouter'
import { LANGUAGES } from '../../text/language.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { LaterWords, useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { localVoice, whenVoicesChange } from '../../ui/speech/utter.ts'
import { ReadingBar } from './ReadingBar.tsx'
import { startReading, stopReading, useReadingState } from './reader.ts'

/**
 * The button 「読み上げる」. It is not there where the device has no voice of its own for the language. While it reads, a
 * bar with pause and stop stands on top of every screen; another screen or language ends it.
 * @param props.onStart called before the reading begins, for example to close the panel around the button.
 */
export function ReadAloud(props: { onStart?: () => void }) {
  return (
    <Suspense>
      <LaterWords>
        <Reading {...props} />
      </LaterWords>
    </Suspense>
  )
}

function Reading(props: { onStart?: () => void }) {
  const { t, language } = useText()
  const { tag } = LANGUAGES[language]
  const able = useSyncExternalStore(whenVoicesChange, () => localVoice(tag) !== undefined)
  const state = useReadingState()
  const [path] = useLocation()
  const r = t.reading

  useEffect(() => {
    // Named, so that the effect runs again for each of them.
    void [path, language]
    addEventListener('pagehide', stopReading)
    return () => {
      removeEventListener('pagehide', stopReading)
      stopReading()
    }
  }, [path, language])

  if (!able) return null

  function start() {
    props.onStart?.()
    const main = document.querySelector('main')
    if (main) startReading(main, tag, withoutRuby(r.unspoken))
  }

  return (
    <>
      <Button look="outline" onClick={start}>
        {r.start}
      </Button>
      {state !== 'off' && createPortal(<ReadingBar state={state} />, document.body)}
    </>
  )
}
