import { useEffect, useState } from 'react'

/** How long the farewell reminds people to take their belongings. */
const FAREWELL_MS = 15_000

/** Whether the farewell is shown, and the function that ends it early. @param ended a visit has just ended. */
export function useFarewell(ended: boolean): [said: boolean, over: () => void] {
  const [said, say] = useState(ended)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => say(false), FAREWELL_MS)
    return () => clearTimeout(timer)
  }, [said])
  return [said, () => say(false)]
}
