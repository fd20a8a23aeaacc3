import type { HttpBindings } from '@hono/node-server'
import type { Holder } from '../registries/holders.ts'
import type { SessionRow } from '../store/schema.ts'

/** What a request carries through the middleware. */
export type Env = {
  Bindings: Partial<HttpBindings>
  Variables: {
    /** The patient's session, on `/api` alone; null: none, or it has ended. */
    session: SessionRow | null
    /** The holder whose access token came with the request, on machine routes alone. */
    holder: Holder
    /** Says that the body is worked off, on routes that take large ones alone: the client's next one may begin. */
    settled: () => void
  }
}
