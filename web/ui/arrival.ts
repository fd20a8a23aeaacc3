let shown = false
/** Without a page that says when it arrives, as at a kiosk, whatever appears follows a tap. */
let acted = true

/**
 * Says that a page has arrived. Returns false for the first page of a document, which the browser announces itself,
 * and true for every later page.
 */
export function arrivedByNavigation(): boolean {
  const before = shown
  shown = true
  acted = false
  // The keyboard and assistive technology click as well.
  if (!before) document.addEventListener('click', () => (acted = true), true)
  return before
}

/** Whether a person has done something on the page since it arrived. What appears without that takes no focus. */
export const hasActed = (): boolean => acted
