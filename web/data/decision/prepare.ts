import { api } from '../http/api.ts'
import type { Until } from '../passkey/passkey.ts'
import type { Prepared } from './machine.ts'
import type { IntentDraft } from './outbox-record.ts'

/**
 * Fetches the server's preview of a draft and checks it against the draft.
 * @param until called inside the tap: how long the passkey dialog may stay open.
 * @throws ApiError
 */
export async function prepareDecision(draft: IntentDraft, until?: () => Until): Promise<Prepared> {
  const [{ askAssertion }, { checkOptions, intentOf }] = await Promise.all([
    import('../passkey/passkey.ts'),
    import('./check.ts'),
  ])
  const intent = await intentOf(draft)
  const preview = await api.decisionOptions(intent)
  await checkOptions(intent, preview, draft.for)
  return { preview, ask: () => askAssertion(preview.options, until?.()) }
}
