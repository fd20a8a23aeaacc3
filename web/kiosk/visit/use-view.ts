import { useEffect, useState } from 'react'
import { showTextSize } from '../../text/text-size.ts'
import { type KioskWords, loadKioskWords } from '../words.ts'
import type { View } from './view.ts'

/** How the screen is set, and the kiosk's words in its language: a language is shown once its words are there. */
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
