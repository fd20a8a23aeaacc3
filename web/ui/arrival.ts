let shown = false

/** False for the first page of a document, which the browser announces itself. True for every later page. */
export function arrivedByNavigation(): boolean {
  const before = shown
  shown = true
  return before
}
