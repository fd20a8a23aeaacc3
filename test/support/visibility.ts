/** Runs in the page: the visible share of each element that the selector finds, from 0 to 1. */
export function sharesInSight(selector: string): number[] {
  // Corners are round.
  const inset = 12
  return [...document.querySelectorAll(selector)].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    const [columns, rows] = [7, 7]
    let seen = 0
    for (let column = 0; column < columns; column++)
      for (let row = 0; row < rows; row++) {
        const x = left + inset + ((right - left - 2 * inset) * column) / (columns - 1)
        const y = top + inset + ((bottom - top - 2 * inset) * row) / (rows - 1)
        const at = document.elementFromPoint(x, y)
        if (at && element.contains(at)) seen++
      }
    return seen / (columns * rows)
  })
}
