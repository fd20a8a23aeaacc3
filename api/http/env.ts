import type { HttpBindings } from '@hono/node-server'
import type { Holder } from '../registries/holders.ts'
import type { DeskSessionRow } from '../store/desk/rows.ts'
import type { SessionRow } from '../store/people/rows.ts'

/** What a request carries through the middleware. */
export type Env = {
  Bindings: Partial<HttpBindings>
  Variables: {
    /** The patient's session, only on `/api`; null: none, or it has ended. */
    session: SessionRow | null
    /** The session at a desk, only on `/api/desk`; null: none, or it has ended. */
    deskSession: DeskSessionRow | null
    /** The holder of the request's access token, only on machine routes. */
    holder: Holder
    /** Says that the body is done with, only on routes that take large ones: the client's next one may begin. */
    settled: () => void
  }
}
