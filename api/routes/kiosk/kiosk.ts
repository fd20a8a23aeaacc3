import { type Context, Hono } from 'hono'
import { kioskOf } from '../../auth/kiosk.ts'
import { forgetSite } from '../../auth/sessions.ts'
import { KioskReturnBody, NoBody, type VisitAnswer } from '../../contract/kiosk.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import type { Kiosk } from '../../registries/kiosks.ts'

/**
 * Requests of a kiosk itself, by `Authorization: Kiosk <credential>`: its state, a clean start, a visit, a call for
 * staff. A visit is a session; the patient routes do the rest.
 */
export function createKioskRoutes({ kiosks, kioskService, kioskReturns, sessions }: Deps) {
  /** @throws ProblemError kiosk-refused */
  function authenticate(c: Context<Env>): Kiosk {
    const kiosk = kioskOf(c, kiosks)
    if (!kiosk) throw new ProblemError('kiosk-refused')
    return kiosk
  }

  return new Hono<Env>()
    .get('/', async (c) => c.json(await kioskService.describe(authenticate(c))))
    .post('/standby', json(NoBody), async (c) => {
      const kiosk = authenticate(c)
      await sessions.end(c)
      await kioskService.standBy(kiosk)
      forgetSite(c)
      return c.json(await kioskService.describe(kiosk))
    })
    .post('/visits', json(NoBody), async (c) => {
      const { id } = await sessions.beginVisit(c, authenticate(c))
      const answer: VisitAnswer = { visit: id }
      return c.json(answer, 201)
    })
    .post('/returns', json(KioskReturnBody), async (c) =>
      c.json(await kioskReturns.exchange(sessions.require(c), c.req.valid('json').ticket)),
    )
    .post('/calls', json(NoBody), async (c) => {
      const kiosk = authenticate(c)
      await kioskService.call(kiosk)
      return c.json(await kioskService.describe(kiosk), 201)
    })
    .delete('/calls', async (c) => {
      const kiosk = authenticate(c)
      await kioskService.takeCallBack(kiosk)
      return c.json(await kioskService.describe(kiosk))
    })
}
