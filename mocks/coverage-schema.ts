import { z } from 'zod'
import { Id4Entry } from './id4.ts'
import { isSeiho } from './individual-number.ts'
import { isInsurerNumber, isRecipientNumber } from './insurer-number.ts'

const part = z.string().max(64)
/** Null, "" and absent are the same. */
const optionalPart = part.nullish().transform((text) => text ?? '')

export const NumbersBody = z.object({
  insurer_number: part,
  symbol: part.nullish(),
  number: part,
  branch: part.nullish(),
})

/** What Erabu asks about: one coverage. */
export const NumbersQuestion = z.object({ coverage: NumbersBody })

/** What a holder has of one record: numbers or, only where it has none, the three values. Both at once are refused. */
export const RecordEntry = z.union([NumbersBody.extend({ id4: z.never().optional() }), Id4Entry])
export type RecordEntry = z.infer<typeof RecordEntry>

/**
 * Body of `POST /_control/coverages`: a job change, which both the portal and the resolver see. A 受給者番号 needs its check
 * digit.
 */
export const JobChange = z
  .object({
    resident: z.string(),
    insurer_number: z.string().refine(isInsurerNumber),
    symbol: optionalPart,
    number: part,
    branch: optionalPart,
    qualified_on: z.iso.date(),
  })
  .refine((change) => !isSeiho(change) || isRecipientNumber(change.number))
export type JobChange = z.infer<typeof JobChange>

/** Whether anything of a resident is disclosed from now on (不開示). */
export const Disclosing = z.object({ resident: z.string(), disclosed: z.boolean() })

export const toCoverage = ({ insurer_number, symbol, number, branch, qualified_on }: JobChange) => ({
  insurer_number,
  symbol,
  number,
  branch,
  qualified_on,
  ended_on: '',
})
