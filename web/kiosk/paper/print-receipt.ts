/** How long the browser has to say that it has handed the page on. */
export const PRINT_MS = 20_000

/** `sent`: the browser has handed the page to its printer. Whether paper came out, it never learns. */
export type Printing = 'asked' | 'sent' | 'unsure'

/** Prints once the words that say so, and the paper, have been painted. @returns what gives it up. */
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
