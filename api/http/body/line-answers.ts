/** Answers to some lines, in order. */
export type LineAnswers = { bytes: Uint8Array; lines: number }

/** `most`: answers kept for a reader. `patienceMs`: how long the reader may take none once that many are kept. */
export type Room = { most: number; patienceMs: number }

/** A sender that reads nothing before it has sent everything gets all answers for up to this many lines. */
const ROOM: Room = { most: 50_000, patienceMs: 10_000 }

/**
 * The body that answers lines. Answers are worked out ahead of their reader until `most` of them wait. Then lines are
 * read as fast as their answers are taken. A reader that takes none for `patienceMs` is still sending. The remaining
 * lines are then read and dropped, so that it can finish sending, and the last answer is `last`.
 * @param first the first answers. @param batches those that follow: told `true` by `next` it only reads on, and
 *   answers nothing more.
 */
export function answersAhead(
  first: LineAnswers,
  batches: AsyncGenerator<LineAnswers, void, boolean>,
  last: Uint8Array,
  { most, patienceMs }: Room = ROOM,
): ReadableStream<Uint8Array> {
  const kept = [first]
  let waiting = first.lines
  let dropping = false
  let outcome: { error: unknown } | 'ended' | null = null
  let heedTaken = () => {}
  let heedMore = () => {}

  const taken = () =>
    new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, patienceMs, false)
      heedTaken = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
  const more = () =>
    new Promise<void>((resolve) => {
      heedMore = resolve
    })

  async function work(): Promise<void> {
    for (;;) {
      while (waiting >= most && !dropping) if (!(await taken())) dropping = true
      const { done, value } = await batches.next(dropping)
      if (done) break
      if (dropping) continue
      kept.push(value)
      waiting += value.lines
      heedMore()
    }
    if (dropping) kept.push({ bytes: last, lines: 1 })
  }

  return new ReadableStream<Uint8Array>(
    {
      start() {
        work()
          .then(() => {
            outcome = 'ended'
          })
          .catch((error: unknown) => {
            outcome = { error }
          })
          .finally(() => heedMore())
      },
      async pull(out) {
        while (kept.length === 0 && outcome === null) await more()
        const next = kept.shift()
        if (next) {
          waiting -= next.lines
          out.enqueue(next.bytes)
          heedTaken()
        } else if (outcome === 'ended') out.close()
        else throw outcome?.error
      },
      async cancel() {
        dropping = true
        heedTaken()
        await batches.return()
      },
    },
    { highWaterMark: 0 },
  )
}
