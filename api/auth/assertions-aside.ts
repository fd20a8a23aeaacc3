import type { Clock } from '../domain/clock.ts'
import type { AssertionRow } from '../store/schema.ts'

/** Assertions that are remembered. More are refused, because none is forgotten before it expires. */
const MOST = 10_000

/**
 * Client assertions that were used while the store could not be written. This process remembers them, so that holders
 * can go on reading. Other processes do not know of them, so they only earn a token that reads.
 */
export function createAssertionsAside({ clock }: { clock: Clock }, most = MOST) {
  const used = new Map<string, number>()
  const nameOf = ({ client_id, jti }: AssertionRow) => `${client_id} ${jti}`
  return {
    has: (row: AssertionRow): boolean => used.has(nameOf(row)),
    /** @returns false when it was used before, or the memory is full. */
    use(row: AssertionRow): boolean {
      const now = clock.now().getTime()
      for (const [name, expires_at] of used) if (expires_at < now) used.delete(name)
      if (used.has(nameOf(row)) || used.size >= most) return false
      used.set(nameOf(row), row.expires_at)
      return true
    },
  }
}

export type AssertionsAside = ReturnType<typeof createAssertionsAside>
