import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'

const PUBLIC = { 'Cache-Control': 'public, max-age=300' }

/** The words of every decision that can be made, with the hashes that decisions carry. Public. */
export const createTextRoutes = ({ texts }: Pick<Deps, 'texts'>) =>
  new Hono<Env>().get('/texts', (c) => c.json({ texts: texts.newest }, 200, PUBLIC))
