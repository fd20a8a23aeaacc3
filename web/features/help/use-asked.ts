import { useEffect, useSyncExternalStore } from 'react'
import { listen } from '../../data/state/browser.ts'
import { QUESTIONS } from './questions.ts'

const anchor = () => location.hash.slice(1)
const follow = (changed: () => void) => listen([window, 'hashchange', changed], [window, 'popstate', changed])

/**
 * Opens the question that the address asks for, and moves the focus there. Call it in the screen itself: the effect
 * of its `Page`, which moves the focus to the heading, then runs before this one.
 */
export function useAskedQuestion(): void {
  const asked = useSyncExternalStore(follow, anchor)

  useEffect(() => {
    const question = QUESTIONS.find((id) => id === asked)
    const box = question && document.getElementById(question)
    if (!(box instanceof HTMLDetailsElement)) return
    box.open = true
    box.querySelector('summary')?.focus({ preventScroll: true })
    box.scrollIntoView()
  }, [asked])
}
