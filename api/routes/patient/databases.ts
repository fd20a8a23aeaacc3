import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'
import { databasesOf } from '../../services/views/databases.ts'

/** All databases, with the person's linkages in each. */
export const createDatabaseRoutes = (deps: Deps) =>
  new Hono<Env>().get('/databases', async (c) => {
    const person = deps.sessions.requirePerson(c)
    return c.json({ ...(await databasesOf(deps, person)), ...person.told })
  })
