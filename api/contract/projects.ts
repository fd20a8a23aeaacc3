import { z } from 'zod'
import { Purpose } from './catalogue.ts'
import { holdsUnseen, someText, withoutMyNumber } from './free-text.ts'

/** What a holder calls one of its projects. Two databases that use the same id have two projects. */
export const ProjectId = z
  .string()
  .min(1)
  .max(128)
  .refine((id) => !holdsUnseen(id))
  .superRefine(withoutMyNumber)
  .describe('Your own id, without invisible characters and My Numbers. It counts within one database.')

/** Where records are used: `visiting` at the holder, `copy` elsewhere. */
export const Environment = z.enum(['visiting', 'copy'])
export type Environment = z.infer<typeof Environment>

/** In what form records are used. */
export const RecordForm = z.enum(['pseudonymised', 'anonymised'])
export type RecordForm = z.infer<typeof RecordForm>

/** Body of `PUT /projects/{id}`: what was approved for a use of records. Days are calendar days in Japan. */
export const ProjectBody = z.strictObject({
  title: someText(512),
  organisation: someText(256),
  purpose: Purpose,
  approved_by: someText(256),
  approved_on: z.iso.date(),
  environment: Environment,
  form: RecordForm,
  ends_on: z.iso.date(),
  erase_by: z.iso.date(),
})
export type ProjectBody = z.infer<typeof ProjectBody>

/** Body of `POST /projects/{id}/erasure`: the day on which the records of the project were erased. */
export const ErasureBody = z.strictObject({ erased_on: z.iso.date() })
export type ErasureBody = z.infer<typeof ErasureBody>

/** A project as its holder is answered. */
export type ProjectAnswer = { id: string } & ProjectBody & { erased_on: string | null }
