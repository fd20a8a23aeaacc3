import type { AuditTrail } from '../audit/trail.ts'
import { NEED_REASON, type OutcomeAnswer, type OutcomeLine } from '../contract/outcomes.ts'
import { outcomesDigest } from '../domain/audit.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { lockLinkages } from '../store/locks.ts'
import { insertOutcomes, newestOutcomes, tokensKnown } from '../store/records/outcomes.ts'
import type { OutcomeRow } from '../store/records/rows.ts'
import type { Store } from '../store/store.ts'

/** What holders say became of revoked rows. A later line wins; all are kept, except repetitions of the newest. */
export function createOutcomes({
  store,
  audit,
  clock,
  random,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
}) {
  return {
    /**
     * Records outcomes, in one transaction. A token counts as revoked once its holder was told so: answers never
     * reflect a decision that is not published to it.
     * @returns one answer per line, in order. `not-found` alike for unknown and foreign tokens.
     */
    async reportAll(database_id: string, lines: OutcomeLine[]): Promise<OutcomeAnswer[]> {
      if (lines.length === 0) return []
      const tokens = [...new Set(lines.map(({ token }) => token))]
      return store.transact(
        async (tx) => {
          const known = await tokensKnown(tx, database_id, tokens)
          const listed = new Map(known.map((row) => [row.token, row.listed]))
          // The ordinals of a token's outcomes belong to one transaction at a time.
          await lockLinkages(
            tx,
            known.map(({ linkage_id }) => linkage_id),
          )
          const newest = new Map((await newestOutcomes(tx, tokens)).map((row) => [row.token, row]))
          const fresh: OutcomeRow[] = []
          const [at, batch] = [clock.now().getTime(), random.id()]
          const answers = lines.map((line): OutcomeAnswer => {
            const { token, outcome, reason = null, until = null } = line
            const state = listed.get(token)
            if (!state) return { error: 'not-found' }
            if (state !== 'revoked') return { error: 'not-revoked' }
            if (reason === null && NEED_REASON.includes(outcome)) return { error: 'reason-required' }
            const before = newest.get(token)
            if (before?.code !== outcome || before.reason !== reason || before.until !== until) {
              const ordinal = (before?.ordinal ?? 0) + 1
              const row = { token, ordinal, code: outcome, reason, until, at, batch }
              newest.set(token, row)
              fresh.push(row)
            }
            return { token, outcome }
          })
          if (fresh.length > 0) {
            await insertOutcomes(tx, fresh)
            await audit.record(tx, { kind: 'outcomes', reference: batch, digest: outcomesDigest(fresh) })
          }
          return answers
        },
        { lane: 'later' },
      )
    },
  }
}

export type Outcomes = ReturnType<typeof createOutcomes>
