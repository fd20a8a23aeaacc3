import canonicalize from 'canonicalize'
import type { Relation } from '../../../api/contract/acting.ts'
import type { DecisionOptions, Intent } from '../../../api/contract/patient.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { ApiError } from '../http/failure.ts'
import { fromBase64url, sha256 } from './digest.ts'
import type { IntentDraft } from './outbox-record.ts'

/** Turns a draft into what is sent: the words become their SHA-256, computed without readings. */
export async function intentOf({ words, for: _for, ...rest }: IntentDraft): Promise<Intent> {
  return { ...rest, text: await sha256(withoutRuby(words)) }
}

/**
 * Checks that the passkey will sign what the person chose. The server's decision must equal the intent plus an id
 * and, while one acts for somebody, whom it is for; and `challenge` must be `SHA-256(nonce ‖ JCS(decision))` (RFC 8785).
 * @throws ApiError `decision-mismatch`
 */
export async function checkOptions(
  intent: Intent,
  { decision, nonce, options }: DecisionOptions,
  relation?: Relation,
): Promise<void> {
  const { id: _id, ...asked } = decision
  const same = canonicalize(asked) === canonicalize(relation ? { ...intent, for: relation } : intent)
  if (!same || options.challenge !== (await challengeOf(nonce, decision))) {
    throw new ApiError('decision-mismatch')
  }
}

function challengeOf(nonce: string, decision: DecisionOptions['decision']): Promise<string> {
  const text = new TextEncoder().encode(canonicalize(decision))
  return sha256(new Uint8Array([...fromBase64url(nonce), ...text]))
}
