/** Presses are ignored for this long after a new control appears: they were meant for what was there before. */
export const DEAF_MS = 500
/** A finger may drift this far, in CSS px, and still press the control on which it came down. */
export const DRIFT_PX = 40

const PRESSED = 'button, label, a[href], input, summary'

type Touch = { target: EventTarget | null; clientX: number; clientY: number }

/**
 * Makes presses forgiving for unsteady hands. A touch that drifts presses the control on which it began. Presses are
 * ignored for a moment after a new control appears: `<html data-deaf>` then takes no pointer (kiosk.css).
 * @returns the function that stops it.
 */
export function listenToHands(): () => void {
  const { dataset } = document.documentElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let down: { control: HTMLElement; x: number; y: number } | null = null
  /** Whether the touch began while presses are ignored: the browser would click what is below it when it ends. */
  let early = false

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
  /** The control that a drifting touch or click presses when it ends here, or null. */
  const end = ({ clientX, clientY }: Touch): HTMLElement | null => {
    const from = down
    down = null
    if (!from || 'deaf' in dataset || !from.control.isConnected) return null
    return Math.hypot(clientX - from.x, clientY - from.y) <= DRIFT_PX ? from.control : null
  }

  const touchstart = ({ touches }: TouchEvent) => {
    early = 'deaf' in dataset
    if (touches.length === 1 && touches[0]) begin(touches[0])
    else down = null
  }
  // The browser takes a drifting finger for a scroll, and makes no click.
  const touchend = (event: TouchEvent) => {
    const control = event.changedTouches[0] && end(event.changedTouches[0])
    if (!control && !early) return
    if (event.cancelable) event.preventDefault()
    control?.click()
  }
  const pointerdown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') begin(event)
  }
  // A mouse released beside the control on which it went down makes a click that nothing hears.
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
