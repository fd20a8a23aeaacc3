import { Hono } from 'hono'
import {
  KioskCommandBody,
  NoBody,
  type StaffAnswer,
  StaffCallBody,
  StaffSessionBody,
} from '../../contract/kiosk.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

/**
 * The clinic's staff at their own device: see calls, take and close them, start and end visits, mute. Nothing here
 * reads a patient, a linkage or a decision.
 */
export const createStaffRoutes = ({ kioskService, sessions, challenges, signIn }: Deps) =>
  new Hono<Env>()
    .post('/sessions/options', json(NoBody), async (c) => {
      const session = await sessions.ensure(c, 'personal')
      const options = await challenges.ask(session, 'staff')
      return c.json({ ...options, hints: ['security-key'] })
    })
    .post('/sessions', json(StaffSessionBody), async (c) => {
      const { response } = c.req.valid('json')
      const { staff, renewed } = await signIn.staff(sessions.require(c), response)
      sessions.renew(c, renewed)
      return c.json({ staff: { name: staff.name } }, 201)
    })
    .get('/', async (c) => {
      const staff = kioskService.staffOf(c.get('session'))
      const answer: StaffAnswer = {
        staff: { name: staff.name },
        kiosks: await kioskService.viewFor(staff),
      }
      return c.json(answer)
    })
    .post('/calls/:id', json(StaffCallBody), async (c) => {
      const { step } = c.req.valid('json')
      kioskService.staffOf(c.get('session'))
      await kioskService.step(sessions.require(c), c.req.param('id'), step)
      return c.body(null, 204)
    })
    .post('/kiosks/:id/commands', json(KioskCommandBody), async (c) => {
      const { command } = c.req.valid('json')
      kioskService.staffOf(c.get('session'))
      await kioskService.command(sessions.require(c), c.req.param('id'), command)
      return c.body(null, 204)
    })
