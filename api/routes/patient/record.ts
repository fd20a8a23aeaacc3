import { Hono } from 'hono'
import { RecordQuery } from '../../contract/record.ts'
import type { Deps } from '../../deps.ts'
import { placeOf } from '../../domain/record/page.ts'
import { query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { recordOf } from '../../services/views/record.ts'

/** More entries than anybody has. */
const EVERY = 1_000_000

/** わたしの記録の履歴: what happened to the person's records and account, by pages and as a file. */
export const createRecordRoutes = ({ store, sessions }: Deps) =>
  new Hono<Env>()
    .get('/record', query(RecordQuery), async (c) => {
      const person = sessions.requirePerson(c)
      const { before, limit } = c.req.valid('query')
      const after = before === undefined ? null : placeOf(before)
      if (before !== undefined && after === null) throw new ProblemError('not-found')
      return c.json({ ...(await recordOf(store, person, { after, limit })), ...person.told })
    })
    .get('/record.ndjson', async (c) => {
      const { entries } = await recordOf(store, sessions.requirePerson(c), {
        after: null,
        limit: EVERY,
      })
      return c.body(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), 200, {
        'Content-Type': 'application/x-ndjson',
        'Content-Disposition': 'attachment; filename="erabu-record.ndjson"',
      })
    })
