import { z } from 'zod'
import { Purpose } from '../contract/catalogue.ts'
import {
  HEAD_CLAIM,
  type Head as HeadType,
  type LinkageAnswer as LinkageAnswerType,
  type OwnLinkageLine,
} from '../contract/holder.ts'
import { OutcomeCode } from '../contract/outcomes.ts'
import { PROBLEM_TITLES } from '../contract/problem-titles.ts'
import type { ProblemCode } from '../contract/problems.ts'
import { type ProjectAnswer, ProjectBody, ProjectId } from '../contract/projects.ts'

const Place = z.object({
  uri: z.url().describe('The status list to load.'),
  idx: z.int().min(0).describe('The index of the token in that list.'),
})

const LINE_ERRORS = [
  'invalid-line',
  'answers-not-read',
  'subject-rejected',
  'subject-for-another-database',
  'subject-expired',
  'notified-in-future',
] as const satisfies ProblemCode[]

const titles = (codes: readonly ProblemCode[]) =>
  codes.map((code) => `${code}: ${PROBLEM_TITLES[code]}.`).join(' ')

export const Head = z.object({
  seq: z.int().min(0).describe('The newest sequence number.'),
  revoked_count: z.int().min(0).describe('How many tokens were ever revoked in this stream.'),
  revoked_digest: z
    .string()
    .describe('base64url of the sum, mod 2^256, of SHA-256(token) over all tokens ever revoked.'),
  epoch: z
    .string()
    .optional()
    .describe(
      'Absent until our store is restored from a backup; changes with each restore. Then read the new stream from its start, and register your linkages again.',
    ),
}) satisfies z.ZodType<HeadType>

const ref = z.string().max(64).optional().describe('As the line had it.')

/** Members next to `invalid-line`. */
const fault = {
  line: z.int().min(1).optional().describe('With invalid-line: the number of the line, from 1.'),
  issues: z
    .array(
      z.object({
        path: z.string().describe('The member; empty: the line itself.'),
        message: z.string(),
      }),
    )
    .optional()
    .describe('With invalid-line: what is wrong with it.'),
}

const told = {
  token: z.string().describe('The linkage token: keep it with the records.'),
  status_list: Place,
  state: z.enum(['usable', 'waiting', 'revoked']),
  usable_from: z.iso
    .date()
    .nullable()
    .describe('While waiting: the first day of use in Japan; null while no notice was reported.'),
}

export const OwnLinkage = z.object({
  ...told,
  purpose: Purpose,
  notified_on: z.iso.date().nullable().describe('The day of the notice, as you reported it.'),
}) satisfies z.ZodType<OwnLinkageLine>

export const LinkageAnswer = z.union([
  z.object({ ref, ...told }),
  z.object({ ref, error: z.enum(LINE_ERRORS).describe(titles(LINE_ERRORS)), ...fault }),
]) satisfies z.ZodType<LinkageAnswerType>

export const RemovalAnswer = z.union([
  z.object({ ref, token: z.string(), removed: z.literal(true) }),
  z.object({
    ref,
    error: z
      .enum(['invalid-line', 'answers-not-read', 'not-found'])
      .describe(
        `not-found: no current token of this database. ${titles(['invalid-line', 'answers-not-read'])}`,
      ),
    ...fault,
  }),
])

const OUTCOME_ERRORS = ['invalid-line', 'answers-not-read', 'not-revoked', 'reason-required'] as const

export const OutcomeAnswer = z.union([
  z.object({ ref, token: z.string(), outcome: OutcomeCode }),
  z.object({
    ref,
    error: z
      .enum([...OUTCOME_ERRORS, 'not-found'])
      .describe(`not-found: no token of this database that you were told. ${titles(OUTCOME_ERRORS)}`),
    ...fault,
  }),
])

export const StreamConfiguration = z.object({
  stream_id: z.string(),
  iss: z.url(),
  aud: z.string().describe('The database whose changes the stream carries.'),
  delivery: z.object({
    method: z.literal('urn:ietf:rfc:8936'),
    endpoint_url: z.url().describe('Where to poll.'),
  }),
  events_supported: z.array(z.string()),
  events_requested: z.array(z.string()).optional(),
  events_delivered: z.array(z.string()).describe('Changes are always delivered, requested or not.'),
  description: z.string().optional(),
})

export const StreamStatus = z.object({
  stream_id: z.string(),
  status: z.enum(['enabled', 'paused', 'disabled']),
  reason: z.string().optional(),
})

export const AppliedAnswer = z.object({
  match: z.boolean().describe('Whether the numbers reported are ours. If not: load the lists, then rewind.'),
  revoked_count: z.int().min(0).describe('As of `through_seq`.'),
  revoked_digest: z.string().describe('As of `through_seq`.'),
})

export const StatusLists = z.object({ status_lists: z.array(z.url()) })

export const Project = ProjectBody.extend({
  id: ProjectId,
  erased_on: z.iso.date().nullable().describe('The day on which its records were erased, if you said so.'),
}) satisfies z.ZodType<ProjectAnswer>

export const UsageRecorded = z.object({
  id: z.string().describe('The number of this report.'),
  known: z.int().min(0).describe('Lines that name a token of this database.'),
  unknown: z.int().min(0).describe('All other lines; they are not recorded.'),
  after_stop: z
    .int()
    .min(0)
    .describe(
      'Lines that name a token whose revocation was published to you, and whose use ran on after it was due without an earlier approval. A token that replaces a revoked one stands for both, up to the day on which its create was published. The people are told, and the operator has a case.',
    ),
})

export const Problem = z.object({
  type: z.string().describe('`urn:erabu:problem:<code>`'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  issues: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('The path of each fault in the request; never what was sent.'),
  request_id: z.string().describe('Name it when you ask us about this answer.'),
})

/** What a change says about the linkage, under `urn:erabu:linkage`. */
export const LinkageChange = z.object({
  seq: z.int().min(1).describe('Number in the stream, from 1 without gaps.'),
  purpose: Purpose,
  status_list: Place,
  replaces: z.string().optional().describe('On `create`: the token that this one replaces.'),
})

/** The head under its claim. */
export const headClaim = { [HEAD_CLAIM]: Head }
