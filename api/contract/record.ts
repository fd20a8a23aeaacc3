import { z } from 'zod'
import type { Relation, WithFor } from './acting.ts'
import type { CaseAnswerCode } from './cases.ts'
import type { Purpose } from './catalogue.ts'
import type { OutcomeView } from './outcomes.ts'
import type { Choice, Device, Scope, UseClass } from './patient.ts'

/**
 * What a record (わたしの記録の履歴) tells of: `asked`, the portal and the resolver were asked · `signed-in` ·
 * `passkey-added`, `passkey-removed`, `recovered`, `counter-back` · `linked`, `unlinked` · `decided` · `told`, a change
 * was published to a database, which has `received` it and `applied` it · `outcome` · `used`, `erased` ·
 * `case-opened`, `case-answered`.
 */
export const RecordKind = z.enum([
  'asked',
  'signed-in',
  'passkey-added',
  'passkey-removed',
  'recovered',
  'counter-back',
  'linked',
  'unlinked',
  'decided',
  'told',
  'received',
  'applied',
  'outcome',
  'used',
  'erased',
  'case-opened',
  'case-answered',
])
export type RecordKind = z.infer<typeof RecordKind>

/** Who did it. */
export type RecordBy = 'me' | 'representative' | 'desk' | 'holder' | 'erabu'

/** Something that happened to a person's records or account. Members that its kind does not have are absent. */
export type RecordEntry = {
  id: string
  at: string
  kind: RecordKind
  by: RecordBy
  database?: string
  purpose?: Purpose
  /** Where it was done: on a device of one's own, or at a kiosk. */
  device?: Device
  decision?: { id: string; choice: Choice; scope: Scope; receipt_number: string }
  /** With `by: representative`: how the representative stands to the person. */
  relation?: Relation
  /** What a database was told, has received or has applied. */
  change?: Choice
  outcome?: Omit<OutcomeView, 'at'>
  project?: { id: string; title: string; organisation: string }
  /** First and last day of a use. */
  from?: string
  to?: string
  class?: UseClass | null
  erased_on?: string
  /** `answer`: what the operator answered. */
  case?: { number: string; due_on: string; answer?: CaseAnswerCode }
}

/** A page of the record: what was before a cursor, or the newest. */
export const RecordQuery = z.strictObject({
  before: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,400}$/)
    .optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/)
    .transform(Number)
    .default(50),
})

/** Answer of `GET /api/record`, newest first. `next`: the `before` of the next page; null: this is the last one. */
export type RecordAnswer = WithFor & { entries: RecordEntry[]; next: string | null }
