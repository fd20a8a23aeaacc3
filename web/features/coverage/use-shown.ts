import { useEffect, useState } from 'react'

/** Whether numbers are shown in full. They are hidden again when the page goes out of sight. */
export function useShown(): { shown: boolean; toggle(): void } {
  const [shown, setShown] = useState(false)

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') setShown(false)
    }
    document.addEventListener('visibilitychange', hide)
    return () => document.removeEventListener('visibilitychange', hide)
  }, [])

  return { shown, toggle: () => setShown((before) => !before) }
}
