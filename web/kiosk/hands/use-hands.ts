import { useEffect } from 'react'

/** Makes presses forgiving as soon as the module for it is there. */
export function useHands(): void {
  useEffect(() => {
    let stop = () => {}
    let left = false
    import('./hands.ts').then(
      ({ listenToHands }) => {
        if (!left) stop = listenToHands()
      },
      () => {},
    )
    return () => {
      left = true
      stop()
    }
  }, [])
}
