/** How long to wait until the browser says that it has passed the page on. */
export const PRINT_MS = 20_000

/** `sent`: the browser has passed the page to the printer. It never learns whether paper came out. */
export type Printing = 'asked' | 'sent' | 'unsure'

/** Prints once the notice and the paper have been painted. @returns the function that cancels it. */
export function printAfterPaint(told: (state: Printing) => void): () => void {
  told('asked')
  let late: ReturnType<typeof setTimeout> | undefined
  const sent = () => {
    clearTimeout(late)
    told('sent')
  }
  const ask = () => {
    late = setTimeout(() => told('unsure'), PRINT_MS)
    addEventListener('afterprint', sent, { once: true })
    print()
  }
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(ask)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(late)
    removeEventListener('afterprint', sent)
  }
}
