import { Hono } from 'hono'
import { TokenLine, UsageHead } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { bearer } from '../../http/bearer.ts'
import type { Env } from '../../http/env.ts'
import type { Gate } from '../../http/gate.ts'
import { bodyOf } from '../../http/guard.ts'
import { ownDatabase } from '../../http/holder.ts'
import { parseLine, readLines } from '../../http/ndjson.ts'
import { parse, parseJson } from '../../http/validate.ts'
import { ProblemError } from '../../problem.ts'
import type { UsageRow } from '../../store/schema.ts'
import { insertUsage, insertUsed } from '../../store/usage.ts'

const BATCH = 200
const LONGEST_LINE = 8 * 1024

/** Reports of use: the first line says what for, every other names a token whose records were used. */
export function createUsageRoutes(deps: Deps, uploads: Gate) {
  const { store, chance, turns } = deps
  const allow = bearer(deps)

  return new Hono<Env>().post(
    '/usage',
    allow('usage.write'),
    bodyOf('application/x-ndjson', 'application/ndjson'),
    async (c, next) => {
      const leave = uploads.enter(c.get('holder').client_id)
      await next().finally(leave)
    },
    async (c) => {
      const { body } = c.req.raw
      if (!body) throw new ProblemError('invalid-request')
      let usage: UsageRow | null = null
      let [known, unknown] = [0, 0]
      for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE, turns })) {
        if (!usage) {
          const { database, project, from, to } = parse(
            UsageHead,
            parseJson(batch.shift() ?? '', 'program'),
            'program',
          )
          ownDatabase(c, database)
          if (from > to)
            throw new ProblemError('invalid-request', { issues: [{ path: 'to', message: 'is before from' }] })
          usage = {
            id: chance.id(),
            database_id: database,
            project_id: project.id,
            title: project.title,
            organisation: project.organisation,
            purpose: project.purpose,
            from_day: from,
            to_day: to,
            reported_at: chance.now().getTime(),
          }
          const row = usage
          await store.transact((tx) => insertUsage(tx, row), 'later')
        }
        const row = usage
        await turns.next()
        const tokens = batch
          .map((line) => parseLine(TokenLine, line))
          .flatMap((line) => ('value' in line ? [line.value.token] : []))
        const found =
          tokens.length > 0 ? await store.transact((tx) => insertUsed(tx, row, tokens), 'later') : 0
        known += found
        unknown += batch.length - found
      }
      if (!usage) throw new ProblemError('invalid-request')
      return c.json({ id: usage.id, known, unknown }, 201)
    },
  )
}
