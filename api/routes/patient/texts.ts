import { Hono } from 'hono'
import { TextsQuery } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { requireReachable } from './reach.ts'

const PUBLIC = { 'Cache-Control': 'public, max-age=300' }

/** The words of every decision that can be made, with the hashes that decisions carry. Public. */
export const createTextRoutes = ({ texts, databases }: Pick<Deps, 'texts' | 'databases'>) =>
  new Hono<Env>().get('/texts', query(TextsQuery), (c) => {
    const { databases: ids, for: relation, numbers } = c.req.valid('query')
    if (ids === undefined && numbers)
      return c.json(
        { texts: texts.ofOne.flatMap((one) => texts.numbered(one, numbers, relation)) },
        200,
        PUBLIC,
      )
    if (ids === undefined)
      return c.json({ texts: relation ? texts.newestFor(relation) : texts.newest }, 200, PUBLIC)
    requireReachable({ databases: ids }, databases.all, '')
    const scope = { databases: ids }
    const listed = numbers ? texts.numbered(scope, numbers, relation) : texts.about(scope, relation)
    return c.json({ texts: listed }, 200, PUBLIC)
  })
