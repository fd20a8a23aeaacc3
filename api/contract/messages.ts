import { z } from 'zod'
import type { CaseAnswerCode } from './cases.ts'
import type { Purpose } from './catalogue.ts'
import type { UseClass } from './patient.ts'

/**
 * What a message (お知らせ) tells of: `late`, a database has not confirmed a stop that was due · `stopped`, the last
 * database has applied a stop · `reported`, the same, and a database reported something else than that it stopped ·
 * `linked` · `used` · `used-after-stop` · `answered`, the operator answered a case · `passkey-added`,
 * `passkey-removed`, `recovered`, `counter-back`, as in the record · `opens`, a database began to link for a purpose,
 * and nobody's records may be used for it yet.
 */
export const MessageKind = z.enum([
  'late',
  'stopped',
  'reported',
  'linked',
  'used',
  'used-after-stop',
  'answered',
  'passkey-added',
  'passkey-removed',
  'recovered',
  'counter-back',
  'opens',
])
export type MessageKind = z.infer<typeof MessageKind>

/** Something that a person may want to know. Members that its kind does not have are absent. */
export type Message = {
  id: string
  /** When it happened. */
  at: string
  kind: MessageKind
  /** When the person first marked it as read; null: it is new. */
  read_at: string | null
  database?: string
  purpose?: Purpose
  /** `stopped`: all that applied it. `reported`: those that reported something else than that they stopped. */
  databases?: string[]
  /** Id of the decision to stop; absent where the store no longer tells which one it was. */
  decision?: string
  project?: { id: string; title: string; organisation: string }
  /** First and last day of a use. */
  from?: string
  to?: string
  class?: UseClass | null
  /** The case about a use after a stop, or the one that was answered. */
  case?: { number: string; due_on: string; answer?: CaseAnswerCode }
  /** `opens`: the day in Japan from which records may be used. */
  usable_from?: string
}

/**
 * Answer of `GET /api/messages`: the newest hundred of two years, newest first. `unread`: how many of them are new.
 * What happened before the account began, and what is older, stands in the record.
 */
export type MessagesAnswer = { messages: Message[]; unread: number }
