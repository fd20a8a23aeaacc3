import { z } from 'zod'
import { CatalogueAnswer, PublicDatabase, Purpose } from '../contract/catalogue.ts'
import { Door, Fact, Source } from '../contract/facts.ts'
import {
  AppliedBody,
  LinkageLine,
  PollBody,
  RewindBody,
  StatusBody,
  StreamChange,
  StreamConfig,
  TokenLine,
  UsageHead,
  VerifyBody,
} from '../contract/holder.ts'
import { OutcomeCode, OutcomeLine, OutcomeReason } from '../contract/outcomes.ts'
import { Environment, ErasureBody, ProjectBody, ProjectId, RecordForm } from '../contract/projects.ts'
import * as answers from './answers.ts'
import * as discovery from './discovery-answers.ts'
import * as tokens from './tokens.ts'

/** Every named schema of the interface. The schemas of requests are the ones that validate them. */
const SCHEMAS = {
  Purpose,
  Source,
  Fact,
  Door,
  PublicDatabase,
  CatalogueAnswer,
  LinkageLine,
  LinkageAnswer: answers.LinkageAnswer,
  OwnLinkage: answers.OwnLinkage,
  TokenLine,
  RemovalAnswer: answers.RemovalAnswer,
  StreamConfig,
  StreamChange,
  StreamConfiguration: answers.StreamConfiguration,
  StatusBody,
  StreamStatus: answers.StreamStatus,
  VerifyBody,
  PollBody,
  PollAnswer: tokens.PollAnswer,
  SetPayload: tokens.SetPayload,
  LinkageChange: answers.LinkageChange,
  Head: answers.Head,
  AppliedBody,
  AppliedAnswer: answers.AppliedAnswer,
  RewindBody,
  OutcomeCode,
  OutcomeReason,
  OutcomeLine,
  OutcomeAnswer: answers.OutcomeAnswer,
  StatusLists: answers.StatusLists,
  StatusListToken: tokens.StatusListToken,
  StatusListPayload: tokens.StatusListPayload,
  ProjectId,
  Environment,
  RecordForm,
  ProjectBody,
  ErasureBody,
  Project: answers.Project,
  UsageHead,
  UsageRecorded: answers.UsageRecorded,
  TokenRequest: tokens.TokenRequest,
  TokenAnswer: tokens.TokenAnswer,
  OAuthError: tokens.OAuthError,
  OAuthMetadata: discovery.OAuthMetadata,
  SsfConfiguration: discovery.SsfConfiguration,
  Jwks: discovery.Jwks,
  Problem: answers.Problem,
} as const satisfies Record<string, z.ZodType>

export type SchemaName = keyof typeof SCHEMAS

/** A schema in OpenAPI: JSON Schema 2020-12. */
export type Schema = z.core.JSONSchema.BaseSchema

/** Descriptions that the schemas of requests do not contain. */
const MEMBERS: { [N in SchemaName]?: Record<string, string> } = {
  Fact: {
    mark: 'S: an official source says it. T: a third party says it. ?: not established, and no source.',
    checked_on: 'The day, in Japan, on which the sources, or their absence, were last looked at.',
    review_by: 'The last day on which the fact may be taken as current.',
  },
  Door: {
    what: 'What a person asks for there.',
    no_answer: 'What holds when no answer comes.',
  },
  PublicDatabase: {
    demo: 'Invented for the demonstration. Facts with the mark T are made up or assumed.',
    status: 'live: it holds records. enacted: its law was made. planned: it was proposed.',
    stoppable: 'A decision made here takes effect.',
  },
  LinkageLine: {
    ref: 'A word of your own, which the answer repeats.',
    subject: 'The sealed subject that the resolver made for your database (JWE).',
    notified_on: 'The day, in Japan, on which the person was told, where the law demands a notice.',
  },
  TokenLine: { ref: 'A word of your own, which the answer repeats.', token: 'A linkage token.' },
  StreamConfig: {
    aud: 'The database. A client of one database need not name it.',
    events_requested: 'Event types. Changes are delivered whether requested or not.',
  },
  StreamChange: {
    iss: 'If given, it must be ours.',
    aud: 'If given, it must be that of the stream.',
  },
  VerifyBody: { state: 'Comes back in the verification event.' },
  PollBody: {
    maxEvents: 'At most this many SETs; never more than 1000. 0: only acknowledge.',
    returnImmediately: 'true: do not wait. Otherwise the answer waits up to 25 seconds for a SET.',
    ack: 'The `jti` of SETs that you keep safely, in any order. An unknown one is no error. Those more than 5,000 ahead of the oldest unacknowledged one are not remembered, and come again.',
    setErrs: 'By `jti`, at most 1,000: SETs that you could not use. They do not come again.',
  },
  AppliedBody: {
    through_seq: 'You act on everything up to this sequence number.',
    revoked_count: 'Your count as of that number.',
    revoked_digest: 'Your digest as of that number.',
  },
  OutcomeLine: {
    ref: 'A word of your own, which the answer repeats.',
    token: 'A token whose revocation was published to you.',
    outcome:
      'applied: out of use. not-found: you hold no such row. partly: some of it is out of use. cannot: it is not. exempt: the stop does not reach it.',
    reason: 'Needed with partly, cannot and exempt.',
    until: 'The last day, in Japan, of what the reason names. It may be in the past.',
  },
  RewindBody: { after_seq: 'Serve again from the event after this one.' },
  ProjectBody: {
    approved_by: 'Who approved the use, as an office or committee.',
    approved_on: 'The day of the approval, in Japan. The first use fixes it.',
    environment: 'visiting: the records stay with you. copy: they are used elsewhere.',
    ends_on: 'The last day that is approved. Put a later one when it is extended.',
    erase_by: 'The day by which the records are to be erased.',
  },
  UsageHead: {
    project: 'The id of a registered project, or its description.',
    from: 'First day of use.',
    to: 'Last day of use, not before the first.',
  },
}

export const refTo = (name: SchemaName): { $ref: string } => ({ $ref: `#/components/schemas/${name}` })

/** The named schemas as JSON Schema, as a sender or a tolerant reader needs them: unknown members are allowed. */
export function jsonSchemas(): Record<SchemaName, Schema> {
  const named = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SCHEMAS)) named.add(schema, { id })
  const { schemas } = z.toJSONSchema(named, {
    io: 'input',
    uri: (id) => refTo(id as SchemaName).$ref,
    override: ({ jsonSchema }) => {
      // The format is enough for readers; the pattern only serves validation.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern
    },
  })
  const entries = Object.entries(schemas).map(([name, { $schema, $id, '~standard': _, ...schema }]) => {
    for (const [member, description] of Object.entries(MEMBERS[name as SchemaName] ?? {})) {
      const described = schema.properties?.[member]
      if (typeof described !== 'object') throw new Error(`${name} has no member ${member}`)
      described.description = description
    }
    return [name, schema]
  })
  return Object.fromEntries(entries) as Record<SchemaName, Schema>
}
