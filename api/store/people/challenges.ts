import type { Transactor } from '../store.ts'
import type { ChallengePurpose, ChallengeRow } from './rows.ts'

export const insertChallenge = (tx: Transactor, challenge: ChallengeRow) =>
  tx.insertInto('challenge').values(challenge).execute()

/**
 * Consumes a challenge, before anything is verified with it, so that it is valid once.
 * @returns its payload as stored, or null when it is unknown, used, expired, or of another session or purpose.
 */
export async function consumeChallenge(
  tx: Transactor,
  of: { challenge: string; session_id: string; purpose: ChallengePurpose; now: number },
): Promise<unknown> {
  const row = await tx
    .deleteFrom('challenge')
    .where('challenge', '=', of.challenge)
    .where('session_id', '=', of.session_id)
    .where('purpose', '=', of.purpose)
    .where('expires_at', '>', of.now)
    .returning('payload')
    .executeTakeFirst()
  return row ? JSON.parse(row.payload) : null
}

/** Drops every challenge of a session. */
export const dropChallenges = (tx: Transactor, session_id: string) =>
  tx.deleteFrom('challenge').where('session_id', '=', session_id).execute()
