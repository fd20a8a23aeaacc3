import { Hono } from 'hono'
import type { DesksAnswer } from '../../contract/desk/staff.ts'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'

/** Where signed forms are taken: public, and the same for everybody. */
export const createDeskPlaceRoutes = ({ desks }: Pick<Deps, 'desks'>) =>
  new Hono<Env>().get('/desks', (c) => {
    const answer: DesksAnswer = { desks: desks.all() }
    return c.json(answer, 200, { 'Cache-Control': 'public, max-age=300' })
  })
