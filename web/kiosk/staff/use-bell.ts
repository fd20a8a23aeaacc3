import { useEffect } from 'react'
import { ring } from '../ring.ts'

/** A call that nobody takes rings again after this time. */
export const AGAIN_MS = 10_000

/** Rings at each new call, and repeatedly while any call waits. @param waiting ids of the waiting calls. */
export function useBell(waiting: string[], on: boolean): void {
  const calls = waiting.join(' ')
  useEffect(() => {
    if (!on || !calls) return
    ring()
    const timer = setInterval(ring, AGAIN_MS)
    return () => clearInterval(timer)
  }, [calls, on])
}

/** Whether this page may make sound, which needs an earlier touch. True where the browser cannot say. */
export const maySound = (): boolean => navigator.userActivation?.hasBeenActive ?? true
