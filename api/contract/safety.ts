import { z } from 'zod'

/** Body of `PUT /api/session/safe`: turns safe mode of the person on or off. */
export const SafeBody = z.strictObject({ on: z.boolean() })
export type SafeBody = z.infer<typeof SafeBody>
