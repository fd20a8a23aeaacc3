import { useEffect, useState } from 'react'

/** How long whoever ended is asked to take everything along. */
const FAREWELL_MS = 15_000

/** Whether the farewell is said, and what ends it early. @param ended somebody has just ended. */
export function useFarewell(ended: boolean): [said: boolean, over: () => void] {
  const [said, say] = useState(ended)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => say(false), FAREWELL_MS)
    return () => clearTimeout(timer)
  }, [said])
  return [said, () => say(false)]
}
