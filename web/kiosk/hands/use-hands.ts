import { useEffect } from 'react'

/** Makes presses forgiving once the module for it is loaded. */
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
