import { z } from 'zod'
import { listOf, recordOf } from './bounded.ts'
import { Purpose } from './catalogue.ts'
import { freeText, someText } from './free-text.ts'
import { ProjectId } from './projects.ts'

/** The state of a linkage token: `waiting` for its day, `removed` when its holder took the linkage back. */
export type TokenState = 'usable' | 'waiting' | 'revoked' | 'removed'

/** The sender's own label for a line. Its answer repeats it, and it is not stored. */
const ref = z.string().max(64).optional()

/** What the holder of a token knows of it: `hidden` while nothing was published about it, otherwise a state. */
export type Listed = 'hidden' | TokenState

/** The kinds of published changes of a token. */
export type OutboxKind = 'revoke' | 'create'

/** One line of `POST /linkages`. */
export const LinkageLine = z.strictObject({
  ref,
  subject: z.string().min(1).max(4096),
  notified_on: z.iso.date().optional(),
})
export type LinkageLine = z.infer<typeof LinkageLine>

/** What a holder is told of a linkage: what was published to it. */
export type Told = {
  token: string
  status_list: { uri: string; idx: number }
  state: 'usable' | 'waiting' | 'revoked'
  usable_from: string | null
}

/** One line of the answer of `GET /linkages`. */
export type OwnLinkageLine = Told & { purpose: Purpose; notified_on: string | null }

/** One line of the answer of `POST /linkages`, in the order of the request. */
export type LinkageAnswer = { ref?: string | undefined } & (
  | Told
  | { error: string; line?: number | undefined; issues?: { path: string; message: string }[] | undefined }
)

/** A line that names one token: of `POST /linkages/removals`, and all but the first of `POST /usage`. */
export const TokenLine = z.strictObject({ ref, token: z.string().min(1).max(256) })

/** SSF 1.0 stream configuration members that a receiver may set. Unknown members are ignored (SSF 1.0 §8.1.1). */
const receiverSupplied = {
  description: freeText(512).optional(),
  events_requested: listOf(z.string().max(256), 64).optional(),
  delivery: z.object({ method: z.literal('urn:ietf:rfc:8936') }).optional(),
}
export const StreamConfig = z.object({ ...receiverSupplied, aud: z.string().max(64).optional() })

/** Body of PATCH and PUT: members that we supply may be present, and must then be ours. */
export const StreamChange = z.object({
  ...receiverSupplied,
  stream_id: z.string().max(64),
  iss: z.string().max(1024).optional(),
  aud: z.string().max(64).optional(),
})

export const StatusBody = z.object({
  stream_id: z.string().max(64),
  status: z.enum(['enabled', 'paused', 'disabled']),
  reason: freeText(512).optional(),
})

export const RewindBody = z.object({ after_seq: z.int().min(0) })

/** A legal `Idempotency-Key` of a report of use. */
export const UsageKey = /^[\x21-\x7e]{1,255}$/

/** First line of `POST /usage`. */
export const UsageHead = z.strictObject({
  database: z.string().max(64),
  project: z.union([
    z.strictObject({
      id: ProjectId,
      title: someText(512),
      organisation: someText(256),
      purpose: Purpose,
    }),
    ProjectId,
  ]),
  from: z.iso.date(),
  to: z.iso.date(),
})
export type UsageHead = z.infer<typeof UsageHead>

export const VerifyBody = z.object({ stream_id: z.string().max(64), state: z.string().max(1024).optional() })

/**
 * RFC 8936 §2.2 poll request. An answer has at most a thousand SETs, and the oldest come again until they are
 * acknowledged. So ten times as many acknowledgements are more than a holder can need.
 */
export const PollBody = z.object({
  maxEvents: z.int().min(0).max(1_000_000).optional(),
  returnImmediately: z.boolean().optional(),
  ack: listOf(z.string().max(256), 10_000).optional(),
  setErrs: recordOf(
    z.object({ err: z.string().max(256), description: z.string().max(1024).optional() }),
    1000,
    256,
  ).optional(),
})
export type PollBody = z.infer<typeof PollBody>

export const AppliedBody = z.object({
  through_seq: z.int().min(0),
  revoked_count: z.int().min(0).optional(),
  revoked_digest: z.string().max(64).optional(),
})
export type AppliedBody = z.infer<typeof AppliedBody>

/**
 * The head of a feed: newest sequence number, how many tokens were ever revoked, and their digest. `epoch` is absent
 * until our store is restored from a backup, and changes with each restore: we have then lost what was published
 * after the backup.
 */
export type Head = { seq: number; revoked_count: number; revoked_digest: string; epoch?: string | undefined }

export const CREDENTIAL_CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'
export const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
export const STREAM_UPDATED = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated'
/** A meaningless claim that pads what is signed to its size class. */
export const PADDING_CLAIM = 'urn:erabu:padding'
export const HEAD_CLAIM = 'urn:erabu:head'
/** In the answer to a poll of a stream that is not enabled: its status. */
export const STATUS_CLAIM = 'urn:erabu:status'
export const LINKAGE_CLAIM = 'urn:erabu:linkage'
export const SCOPES = ['linkages.write', 'ssf.read', 'ssf.manage', 'usage.write'] as const
export type OAuthScope = (typeof SCOPES)[number]
