import { useEffect, useSyncExternalStore } from 'react'
import { placeOf } from '../../data/device/discreet/place.ts'
import { listen } from '../../data/state/browser.ts'

const anchor = () => placeOf().hash.slice(1)
const follow = (changed: () => void) => listen([window, 'hashchange', changed], [window, 'popstate', changed])

/**
 * Opens the one of `questions` that the address asks for, and moves the focus there. The list must stay the same. Call it in the screen itself: the effect
 * of its `Page`, which moves the focus to the heading, then runs before this one.
 */
export function useAskedQuestion(questions: readonly string[]): void {
  const asked = useSyncExternalStore(follow, anchor)

  useEffect(() => {
    const question = questions.find((id) => id === asked)
    const box = question && document.getElementById(question)
    if (!(box instanceof HTMLDetailsElement)) return
    box.open = true
    box.querySelector('summary')?.focus({ preventScroll: true })
    box.scrollIntoView()
  }, [asked, questions])
}
