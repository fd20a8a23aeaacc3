import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import { bodyOf } from '../../http/body/guard.ts'
import type { Env } from '../../http/env.ts'
import { messagesAnswer } from '../../services/views/messages.ts'

/** お知らせ: what the person may want to know, and which of it they have read. */
export const createMessageRoutes = ({ store, databases, clock, sessions, readMessages }: Deps) =>
  new Hono<Env>()
    .get('/messages', async (c) =>
      c.json(await messagesAnswer({ store, databases, clock }, sessions.requirePatient(c))),
    )
    .post('/messages/:id/read', bodyOf('application/json'), async (c) => {
      await readMessages.note(sessions.requirePatient(c), c.req.param('id'))
      return c.body(null, 204)
    })
