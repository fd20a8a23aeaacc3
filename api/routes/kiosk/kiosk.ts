import { type Context, Hono } from 'hono'
import { kioskOf } from '../../auth/kiosk.ts'
import { createKioskReturns } from '../../auth/kiosk-returns.ts'
import { forgetSite, type Sessions } from '../../auth/sessions.ts'
import { type KioskAnswer, KioskReturnBody, NoBody, type VisitAnswer } from '../../contract/kiosk.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import type { Kiosk } from '../../registries/kiosks.ts'
import {
  endVisits,
  findKiosk,
  insertCall,
  openCall,
  stepCall,
  updateKiosk,
} from '../../store/people/kiosks.ts'
import type { Transactor } from '../../store/store.ts'

/** A kiosk asks every few seconds; that it did is written down less often. */
const SEEN_MS = 10_000
/** A command of staff that no kiosk picked up in this time is stale. */
const COMMAND_MS = 20_000

/** Who called has gone, or takes it back. */
async function closeCall(tx: Transactor, kiosk: string, at: number): Promise<void> {
  const call = await openCall(tx, kiosk)
  if (call) await stepCall(tx, call.id, 'closed', at)
}

/**
 * What a kiosk itself asks for, by `Authorization: Kiosk <credential>`: how it stands, a clean start, a visit, a call
 * for staff. A visit is a session; the patient routes do the rest.
 */
export function createKioskRoutes({ kiosks, store, chance }: Deps, sessions: Sessions) {
  const returns = createKioskReturns({ kiosks, store, chance })
  const now = () => chance.now().getTime()

  /** @throws ProblemError kiosk-refused */
  function authenticate(c: Context<Env>): Kiosk {
    const kiosk = kioskOf(c, kiosks)
    if (!kiosk) throw new ProblemError('kiosk-refused')
    return kiosk
  }

  async function describe({ id, name, clinic, phone }: Kiosk): Promise<KioskAnswer> {
    const { state, call } = await store.read(async (db) => ({
      state: await findKiosk(db, id),
      call: await openCall(db, id),
    }))
    // A time ahead of us is from before our clock was set back.
    if (Math.abs(now() - state.seen_at) > SEEN_MS)
      await store.transact((tx) => updateKiosk(tx, id, { seen_at: now() }))
    const fresh = Math.abs(now() - state.command_at) <= COMMAND_MS
    return {
      kiosk: { id, name, clinic, phone },
      muted: state.muted === 1,
      command: state.command && fresh ? { no: state.command_no, name: state.command } : null,
      call: call ? (call.taken_at === null ? 'waiting' : 'taken') : null,
    }
  }

  return new Hono<Env>()
    .get('/', async (c) => c.json(await describe(authenticate(c))))
    .post('/standby', json(NoBody), async (c) => {
      const kiosk = authenticate(c)
      await sessions.end(c)
      // Whoever cut the power took the cookie along, but not the session that it opened.
      await store.transact(async (tx) => {
        await endVisits(tx, kiosk.id)
        await closeCall(tx, kiosk.id, now())
      })
      forgetSite(c)
      return c.json(await describe(kiosk))
    })
    .post('/visits', json(NoBody), async (c) => {
      const { id } = await sessions.beginVisit(c, authenticate(c))
      const answer: VisitAnswer = { visit: id }
      return c.json(answer, 201)
    })
    .post('/returns', json(KioskReturnBody), async (c) =>
      c.json(await returns.exchange(sessions.require(c), c.req.valid('json').ticket)),
    )
    .post('/calls', json(NoBody), async (c) => {
      const kiosk = authenticate(c)
      const call = { id: chance.id(), kiosk_id: kiosk.id, called_at: now() }
      await store.transact((tx) => insertCall(tx, call))
      return c.json(await describe(kiosk), 201)
    })
    .delete('/calls', async (c) => {
      const kiosk = authenticate(c)
      await store.transact((tx) => closeCall(tx, kiosk.id, now()))
      return c.json(await describe(kiosk))
    })
}
