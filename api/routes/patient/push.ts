import { Hono } from 'hono'
import { type PushAnswer, PushBody } from '../../contract/push.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { hasSubscription } from '../../store/people/pushes.ts'

/** Whether this device is told of news by push: ask, switch on, switch off. */
export const createPushRoutes = ({ store, sessions, pushSender, pushSubscriptions }: Deps) =>
  new Hono<Env>()
    .get('/push', async (c) => {
      const { id } = pushSubscriptions.own(sessions.requirePatient(c))
      const answer: PushAnswer = {
        public_key: pushSender.publicKey,
        on: await store.read((db) => hasSubscription(db, id)),
      }
      return c.json(answer)
    })
    .post('/push', json(PushBody), async (c) => {
      await pushSubscriptions.add(sessions.requirePatient(c), c.req.valid('json'))
      return c.body(null, 204)
    })
    .delete('/push', async (c) => {
      await pushSubscriptions.remove(sessions.requirePatient(c))
      return c.body(null, 204)
    })
