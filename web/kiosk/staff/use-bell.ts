import { useEffect } from 'react'
import { ring } from '../ring.ts'

/** A call that nobody takes rings again. */
export const AGAIN_MS = 10_000

/** Rings when a further call comes, and again while any of them waits. @param waiting ids of the calls that wait. */
export function useBell(waiting: string[], on: boolean): void {
  const calls = waiting.join(' ')
  useEffect(() => {
    if (!on || !calls) return
    ring()
    const timer = setInterval(ring, AGAIN_MS)
    return () => clearInterval(timer)
  }, [calls, on])
}

/** Whether the browser lets this page sound: only after it was touched, and a browser that cannot tell is believed. */
export const maySound = (): boolean => navigator.userActivation?.hasBeenActive ?? true
