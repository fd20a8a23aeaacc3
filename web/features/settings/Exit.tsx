import { useEffect } from 'react'
import { exitAtOnce } from '../../data/patient/exit.ts'
import { listen } from '../../data/state/browser.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'

const TIMES = 3
/** Within this time the key has to be pressed that often, in milliseconds. */
const WITHIN_MS = 5_000
const KEYS = ['Escape', 'Shift']

/** すぐに閉じる: leaves at once, by a tap or by Esc or Shift pressed three times. It is on every screen in safe mode. */
export function Exit() {
  const { t } = useText()
  useEffect(() => whenPressedThrice(() => void exitAtOnce()), [])
  return (
    <div className="exit">
      <Button onClick={() => void exitAtOnce()}>{t.safety.exit}</Button>
    </div>
  )
}

function whenPressedThrice(act: () => void): () => void {
  let pressed: { key: string; at: number }[] = []
  return listen([
    document,
    'keydown',
    (event) => {
      const { key, repeat, timeStamp: at } = event as KeyboardEvent
      if (repeat) return
      const same = pressed.filter((one) => one.key === key && at - one.at < WITHIN_MS)
      pressed = KEYS.includes(key) ? [...same, { key, at }] : []
      if (pressed.length >= TIMES) act()
    },
  ])
}
