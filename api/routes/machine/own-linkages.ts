import { Hono } from 'hono'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import type { Deps } from '../../deps.ts'
import { query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { createGate } from '../../http/gate.ts'

/** Linkages read at a time. */
const SLICE = 500
/** Concurrent listings of one client. */
const LISTINGS = 2

const Query = z.strictObject({ database: z.string() })

/** A holder's linkages as they were published to it, one per line, read only as fast as the client takes them. */
export function createOwnLinkageRoutes(deps: Deps) {
  const { turns, log } = deps
  const { linkages } = deps
  const listings = createGate(LISTINGS)

  return new Hono<Env>().get(
    '/linkages',
    bearer(deps)('linkages.write', 'ssf.read'),
    query(Query, 'program'),
    async (c) => {
      const database = ownDatabase(c, c.req.valid('query').database)
      const leave = listings.enter(c.get('holder').client_id)
      const first = await linkages.slice(database, null, SLICE).catch((error: unknown) => {
        leave()
        throw error
      })
      let next = first
      const lines = new ReadableStream<Uint8Array>(
        {
          async pull(out) {
            if (!next) {
              leave()
              return out.close()
            }
            const { told, last } = next
            out.enqueue(Buffer.from(told.map((one) => `${JSON.stringify(one)}\n`).join('')))
            await turns.next()
            next = await linkages.slice(database, last, SLICE).catch((err: unknown) => {
              leave()
              log.warn({ err }, 'linkages not listed to their end')
              throw new Error('cut off')
            })
          },
          cancel: leave,
        },
        { highWaterMark: 0 },
      )
      return c.body(lines, 200, { 'Content-Type': 'application/x-ndjson' })
    },
  )
}
