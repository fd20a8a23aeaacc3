import { ProblemError } from '../problem.ts'

/** Admits each key at most `most` times at once. */
export function createGate(most: number) {
  const inside = new Map<string, number>()

  return {
    /**
     * @returns the function that leaves; calling it again is harmless. @throws ProblemError rate-limited, at once:
     *   nobody is queued.
     */
    enter(key: string): () => void {
      const now = inside.get(key) ?? 0
      if (now >= most)
        throw new ProblemError('rate-limited', { headers: { 'Retry-After': '1' }, reason: 'at once' })
      inside.set(key, now + 1)
      return () => {
        const left = (inside.get(key) ?? 1) - 1
        if (left > 0) inside.set(key, left)
        else inside.delete(key)
      }
    },
  }
}

export type Gate = ReturnType<typeof createGate>
