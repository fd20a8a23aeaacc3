import { type Context, Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import { holdsMyNumber } from '../../contract/free-text.ts'
import { TokenLine, UsageHead, UsageKey } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { bodyOf } from '../../http/body/guard.ts'
import { parseLine, readLines } from '../../http/body/ndjson.ts'
import { parse, parseJson } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import type { Gate } from '../../http/gate.ts'
import { ProblemError } from '../../problem.ts'
import type { Upload } from '../../services/usage-reports.ts'

const BATCH = 200
const LONGEST_LINE = 8 * 1024

/** Reports of use: the first line describes the use; each further line names a token whose records were used. */
export function createUsageReportRoutes(deps: Deps, uploads: Gate) {
  const { turns, log, usageReports: reports } = deps
  const allow = bearer(deps)

  /** Opens the upload that the first line describes. @throws ProblemError */
  function begin(c: Context<Env>, line: string | null): Promise<Upload> {
    const head = parse(UsageHead, parseJson(line ?? '', 'program'), 'program')
    ownDatabase(c, head.database)
    const key = c.req.header('idempotency-key') ?? null
    if (key !== null && !UsageKey.test(key)) throw new ProblemError('idempotency-key-required')
    if (key !== null && holdsMyNumber(key)) throw new ProblemError('my-number-refused')
    return reports.begin(head, key)
  }

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
      let upload: Upload | null = null
      let [read, known, after_stop] = [1, 0, 0]
      try {
        for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE, turns })) {
          upload ??= await begin(c, batch.shift() ?? null)
          await turns.next()
          const lines = batch.flatMap((text, i) => {
            const line = parseLine(TokenLine, text)
            return 'value' in line ? [{ token: line.value.token, line: read + i + 1 }] : []
          })
          const counted = await reports.add(upload, lines)
          known += counted.known
          after_stop += counted.after_stop
          read += batch.length
        }
        if (!upload) throw new ProblemError('invalid-request')
        const id = await reports.complete(upload)
        return c.json({ id, known, unknown: read - 1 - known, after_stop }, 201)
      } catch (error) {
        // If this fails, the publisher drops the rest later.
        if (upload)
          await reports.discard(upload).catch((err: unknown) => log.warn({ err }, 'upload not dropped'))
        throw error
      }
    },
  )
}
