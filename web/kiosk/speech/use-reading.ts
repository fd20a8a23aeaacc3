import { type RefObject, useEffect, useRef, useState } from 'react'
import { LANGUAGES } from '../../text/language.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import type { ReadAloud } from './read-aloud.ts'

/**
 * Reads a page aloud if the view says so.
 * @param onProgress called while somebody listens
 * @returns `able`: false where this device has no voice for the language; `announce`: speaks a text at once, before
 * all else.
 */
export function useReading(page: RefObject<Element | null>, onProgress: () => void) {
  const { k, view } = useKiosk()
  const [able, setAble] = useState(true)
  const reading = useRef<ReadAloud | null>(null)
  const progress = useRef(onProgress)
  progress.current = onProgress
  const on = view.speaking && !view.muted
  const { tag } = LANGUAGES[view.language]
  const instead = withoutRuby(k.unspoken)

  useEffect(() => {
    if (!on) return
    setAble(true)
    let left = false
    import('./read-aloud.ts').then(
      ({ readAloud }) => {
        if (left || !page.current) return
        const deps = { language: tag, instead, able: setAble, progress: () => progress.current() }
        reading.current = readAloud(page.current, deps)
      },
      () => setAble(false),
    )
    return () => {
      left = true
      reading.current?.stop()
      reading.current = null
    }
  }, [on, tag, instead, page])

  return {
    able: !on || able,
    announce: (text: string) => reading.current?.announce(text),
    hush: () => reading.current?.hush(),
  }
}
