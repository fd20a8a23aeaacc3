import { useEffect, useState } from 'react'
import { showTextSize } from '../../text/text-size.ts'
import { type KioskWords, loadKioskWords } from '../words.ts'
import type { View } from './view.ts'

/** The view and the kiosk's words. A language takes effect once its words are loaded. */
export function useView(first: View, words: KioskWords) {
  const [view, show] = useState(first)
  const [k, setK] = useState(words.kiosk)

  useEffect(() => {
    showTextSize(view.size)
    document.documentElement.dataset.inverted = String(view.inverted)
  }, [view])

  function setView(change: Partial<View>): void {
    const next = { ...view, ...change }
    if (next.language === view.language) {
      show(next)
      return
    }
    loadKioskWords(next.language).then(
      (loaded) => {
        setK(loaded.kiosk)
        show(next)
      },
      () => {},
    )
  }
  return { view, k, setView }
}
