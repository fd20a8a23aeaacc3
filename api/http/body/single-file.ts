import { ProblemError } from '../../problem.ts'

/** A position in line. `turn` resolves when all before it have left. Leaving twice is harmless. */
type Place = { turn: Promise<void>; leave(): void }

/**
 * Runs the work of one key one after the other, in order of arrival. At most `most` are in line, including the one
 * whose turn it is.
 */
export function createSingleFile(most: number) {
  const lines = new Map<string, { inside: number; last: Promise<void> }>()

  return {
    /** @throws ProblemError rate-limited */
    join(key: string): Place {
      const line = lines.get(key) ?? { inside: 0, last: Promise.resolve() }
      if (line.inside >= most)
        throw new ProblemError('rate-limited', { headers: { 'Retry-After': '1' }, reason: 'in line' })
      const turn = line.last
      const { promise: left, resolve } = Promise.withResolvers<void>()
      lines.set(key, line)
      line.inside += 1
      line.last = turn.then(() => left)
      let inside = true
      return {
        turn,
        leave() {
          if (!inside) return
          inside = false
          line.inside -= 1
          if (line.inside === 0) lines.delete(key)
          resolve()
        },
      }
    },
  }
}

export type SingleFile = ReturnType<typeof createSingleFile>
