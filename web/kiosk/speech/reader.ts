/** A screen is read after it has been unchanged for this long. */
export const SETTLE_MS = 400

/** The regions that screen readers announce when they change. */
const LIVE = '[role=alert], [role=status], [aria-live=polite]'
const UNFINISHED = '.working, [aria-busy=true]'

export type Reader = ReturnType<typeof createReader>

/**
 * Watches a page and passes on what to read aloud: each screen as a whole when it appears, then the changes of its
 * live regions. A new `h1` is a new screen.
 */
export function createReader(page: Element, read: (elements: Element[]) => void) {
  let whole = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const changed = new Set<Element>()

  const settled = () => {
    const main = page.querySelector('main')
    if (whole && main) {
      if (main.querySelector(UNFINISHED)) return
      whole = false
      changed.clear()
      return read([main])
    }
    const regions = [...changed].filter((region) => region.isConnected && region.textContent)
    changed.clear()
    const outer = regions.filter(
      (region) => !regions.some((other) => other !== region && other.contains(region)),
    )
    if (outer.length > 0) read(outer)
  }
  const wake = () => {
    clearTimeout(timer)
    timer = setTimeout(settled, SETTLE_MS)
  }
  const look = ({ target, addedNodes }: MutationRecord) => {
    const element = target instanceof Element ? target : target.parentElement
    const around = element?.closest(LIVE)
    if (around) changed.add(around)
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue
      if (node.matches('h1') || node.querySelector('h1')) whole = true
      for (const region of [node, ...node.querySelectorAll(LIVE)])
        if (region.matches(LIVE)) changed.add(region)
    }
  }
  const observer = new MutationObserver((records) => {
    records.forEach(look)
    wake()
  })
  observer.observe(page, { childList: true, characterData: true, subtree: true })
  wake()

  return () => {
    clearTimeout(timer)
    observer.disconnect()
  }
}
