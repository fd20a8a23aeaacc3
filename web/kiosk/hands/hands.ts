/** After something new to press has appeared, hands that were meant for what was there before press nothing. */
export const DEAF_MS = 500
/** A finger may drift so far, in CSS pixels, and still press what it came down on. */
export const DRIFT_PX = 40

const PRESSED = 'button, label, a[href], input, summary'

type Touch = { target: EventTarget | null; clientX: number; clientY: number }

/**
 * Makes presses as forgiving as unsteady hands need: a touch that drifts presses what it began on, and nothing is pressed
 * for a moment after something new to press has appeared. While deaf, `<html data-deaf>` takes no pointer: see kiosk.css.
 * @returns what stops it.
 */
export function listenToHands(): () => void {
  const { dataset } = document.documentElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let down: { control: HTMLElement; x: number; y: number } | null = null

  const deafen = () => {
    dataset.deaf = ''
    clearTimeout(timer)
    timer = setTimeout(() => delete dataset.deaf, DEAF_MS)
  }
  const brings = (node: Node) =>
    node instanceof Element && (node.matches(PRESSED) || node.querySelector(PRESSED) !== null)
  const changes = new MutationObserver((records) => {
    if (records.some(({ addedNodes }) => [...addedNodes].some(brings))) deafen()
  })
  changes.observe(document.body, { childList: true, subtree: true })

  const begin = ({ target, clientX, clientY }: Touch) => {
    const control = target instanceof Element ? target.closest<HTMLElement>(PRESSED) : null
    down = control && !('deaf' in dataset) ? { control, x: clientX, y: clientY } : null
  }
  /** What a touch or a click that ends here presses by drifting; null where it presses nothing. */
  const end = ({ clientX, clientY }: Touch): HTMLElement | null => {
    const from = down
    down = null
    if (!from || 'deaf' in dataset || !from.control.isConnected) return null
    return Math.hypot(clientX - from.x, clientY - from.y) <= DRIFT_PX ? from.control : null
  }

  const touchstart = ({ touches }: TouchEvent) => {
    if (touches.length === 1 && touches[0]) begin(touches[0])
    else down = null
  }
  // The browser takes a finger that drifts for one that scrolls, and then makes no click.
  const touchend = (event: TouchEvent) => {
    const control = event.changedTouches[0] && end(event.changedTouches[0])
    if (!control) return
    if (event.cancelable) event.preventDefault()
    control.click()
  }
  const pointerdown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') begin(event)
  }
  // A mouse that is let go beside what it came down on makes a click that nothing hears.
  const pointerup = (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return
    const control = end(event)
    if (control && event.target instanceof Node && !control.contains(event.target)) control.click()
  }

  addEventListener('touchstart', touchstart, { passive: true })
  addEventListener('touchend', touchend, { passive: false })
  addEventListener('pointerdown', pointerdown)
  addEventListener('pointerup', pointerup)
  return () => {
    changes.disconnect()
    clearTimeout(timer)
    delete dataset.deaf
    removeEventListener('touchstart', touchstart)
    removeEventListener('touchend', touchend)
    removeEventListener('pointerdown', pointerdown)
    removeEventListener('pointerup', pointerup)
  }
}
