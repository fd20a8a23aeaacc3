let shown = false

/** False for the first page of a document, which the browser announces by itself; true for every page after it. */
export function arrivedByNavigation(): boolean {
  const before = shown
  shown = true
  return before
}
