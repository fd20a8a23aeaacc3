import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import { ErasureBody, ProjectBody, ProjectId } from '../../contract/projects.ts'
import type { Deps } from '../../deps.ts'
import { parse, programJson, query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

const Query = z.strictObject({ database: z.string() })
const Path = z.object({ id: ProjectId })

const idOf = (c: Context<Env>) => parse(Path, { id: c.req.param('id') }, 'program').id

/** The projects under which a database reports uses. */
export function createProjectRoutes(deps: Deps) {
  const { projects } = deps
  const allow = bearer(deps)

  return new Hono<Env>()
    .put(
      '/projects/:id',
      allow('usage.write'),
      query(Query, 'program'),
      programJson(ProjectBody),
      async (c) => {
        const database = ownDatabase(c, c.req.valid('query').database)
        const { created, project } = await projects.put(database, idOf(c), c.req.valid('json'))
        return c.json(project, created ? 201 : 200)
      },
    )
    .post(
      '/projects/:id/erasure',
      allow('usage.write'),
      query(Query, 'program'),
      programJson(ErasureBody),
      async (c) => {
        const database = ownDatabase(c, c.req.valid('query').database)
        return c.json(await projects.erase(database, idOf(c), c.req.valid('json').erased_on))
      },
    )
}
