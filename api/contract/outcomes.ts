import { z } from 'zod'

/** What became of a revoked row, as its holder says. */
export const OutcomeCode = z.enum(['applied', 'not-found', 'partly', 'cannot', 'exempt'])
export type OutcomeCode = z.infer<typeof OutcomeCode>

/** Why a row was not, or not wholly, taken out of use. */
export const OutcomeReason = z.enum([
  'law',
  'approved-before',
  'anonymised',
  'published',
  'material-being-destroyed',
  'ambiguous-match',
])
export type OutcomeReason = z.infer<typeof OutcomeReason>

/** Outcomes that need a reason. */
export const NEED_REASON: readonly OutcomeCode[] = ['partly', 'cannot', 'exempt']

/**
 * One line of `POST /ssf/streams/{id}/outcomes`. Unknown members are ignored, as on every route of streams. `until`:
 * a calendar day in Japan. A day in the past is taken as it is, because a holder may report late what ended then.
 */
export const OutcomeLine = z.object({
  ref: z.string().max(64).optional(),
  token: z.string().min(1).max(256),
  outcome: OutcomeCode,
  reason: OutcomeReason.optional(),
  until: z.iso.date().optional(),
})
export type OutcomeLine = z.infer<typeof OutcomeLine>

/** One line of the answer, in the order of the request, without its `ref`. */
export type OutcomeAnswer =
  | { token: string; outcome: OutcomeCode }
  | { error: 'not-found' | 'not-revoked' | 'reason-required' }

/** The newest outcome of a linkage, as its person sees it. */
export type OutcomeView = { code: OutcomeCode; reason?: OutcomeReason; until?: string; at: string }
