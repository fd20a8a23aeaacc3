import { Hono } from 'hono'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import { Purpose } from '../../contract/catalogue.ts'
import { LinkageLine, TokenLine } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { answerLines } from '../../http/body/answered-lines.ts'
import { bodyOf } from '../../http/body/guard.ts'
import { query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import type { Gate } from '../../http/gate.ts'
import { ProblemError } from '../../problem.ts'

const LinkageQuery = z.strictObject({ database: z.string(), purpose: Purpose })
const RemovalQuery = z.strictObject({ database: z.string() })

/** Registers and removes linkages: NDJSON in, NDJSON out, one answer per line, in order, streamed. */
export function createLinkageRoutes(deps: Deps, uploads: Gate) {
  const { linkages, turns, log } = deps
  const lines = { turns, log, uploads }
  const allow = bearer(deps)
  const guards = [allow('linkages.write'), bodyOf('application/x-ndjson', 'application/ndjson')] as const

  return new Hono<Env>()
    .post('/linkages', ...guards, query(LinkageQuery, 'program'), async (c) => {
      const { database, purpose } = c.req.valid('query')
      ownDatabase(c, database)
      if (!deps.databases.find(database)?.purposes.includes(purpose))
        throw new ProblemError('unknown-purpose')
      const register = (some: LinkageLine[]) => linkages.registerAll(database, purpose, some)
      return answerLines(c, lines, LinkageLine, register)
    })
    .post('/linkages/removals', ...guards, query(RemovalQuery, 'program'), async (c) => {
      const database = ownDatabase(c, c.req.valid('query').database)
      return answerLines(c, lines, TokenLine, async (some) => {
        const tokens = some.map(({ token }) => token)
        const removed = await linkages.removeAll(database, tokens)
        return tokens.map((token, i) => (removed[i] ? { token, removed: true } : { error: 'not-found' }))
      })
    })
}
