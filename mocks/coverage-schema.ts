import { z } from 'zod'
import { isInsurerNumber } from './insurer-number.ts'

const part = z.string().max(64)
/** Null, "" and absent are the same. */
const optionalPart = part.nullish().transform((text) => text ?? '')

export const NumbersBody = z.object({
  insurer_number: part,
  symbol: part.nullish(),
  number: part,
  branch: part.nullish(),
})

/** Body of `POST /_control/coverages`: a job change, which both the portal and the resolver see. */
export const JobChange = z.object({
  resident: z.string(),
  insurer_number: z.string().refine(isInsurerNumber),
  symbol: optionalPart,
  number: part,
  branch: optionalPart,
  qualified_on: z.iso.date(),
})
export type JobChange = z.infer<typeof JobChange>

export const toCoverage = ({ insurer_number, symbol, number, branch, qualified_on }: JobChange) => ({
  insurer_number,
  symbol,
  number,
  branch,
  qualified_on,
  ended_on: '',
})
