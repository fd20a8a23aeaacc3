import { z } from 'zod'
import { DatabaseId } from './patient.ts'

/** What a case (問い合わせ) is about. `person`: what the portal returned about whoever asked. It names no database. */
export const CaseAbout = z.enum(['use', 'outcome', 'linkage', 'person'])
export type CaseAbout = z.infer<typeof CaseAbout>

/** What a person says of it. */
export const CaseSays = z.enum(['after-stop', 'not-mine', 'missing', 'unclear'])
export type CaseSays = z.infer<typeof CaseSays>

/**
 * What the operator answers: the holder has `stopped` it · it was `lawful` · it was `corrected` · there was `no-error` ·
 * the operator has `asked-holder`.
 */
export const CaseAnswerCode = z.enum(['stopped', 'lawful', 'corrected', 'no-error', 'asked-holder'])
export type CaseAnswerCode = z.infer<typeof CaseAnswerCode>

/** A person's question to the operator. `ref`: the report of use that it is about, as `GET /api/usage` names it. */
export const CaseBody = z.union([
  z.strictObject({
    about: z.literal('use'),
    database: DatabaseId,
    ref: z.uuid().optional(),
    says: CaseSays,
  }),
  z.strictObject({ about: z.enum(['outcome', 'linkage']), database: DatabaseId, says: CaseSays }),
  z.strictObject({ about: z.literal('person'), says: z.literal('not-mine') }),
])
export type CaseBody = z.infer<typeof CaseBody>

/** Answer of `POST /api/cases`. `due_on`: the last day, in Japan, on which the operator is to answer. */
export type CaseCreated = { case: { number: string; opened_at: string; due_on: string } }

/** One case as its person sees it. `says` is absent where the system opened it, `database` where it is about a person. */
export type CaseView = {
  number: string
  about: CaseAbout
  database?: string
  ref?: string
  says?: CaseSays
  opened_by: 'me' | 'erabu'
  opened_at: string
  due_on: string
  state: 'open' | 'answered'
  answer: { code: CaseAnswerCode; at: string } | null
}

/** Answer of `GET /api/cases`, newest first. */
export type CasesAnswer = { cases: CaseView[] }
