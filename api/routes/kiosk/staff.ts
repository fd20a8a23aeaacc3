import { generateAuthenticationOptions } from '@simplewebauthn/server'
import { type Context, Hono } from 'hono'
import { type Challenges, orReject } from '../../auth/challenges.ts'
import type { Sessions } from '../../auth/sessions.ts'
import {
  KioskCommandBody,
  NoBody,
  type StaffAnswer,
  StaffCallBody,
  StaffSessionBody,
} from '../../contract/kiosk.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { verifyAssertion } from '../../domain/passkey.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import type { Kiosk, StaffKey } from '../../registries/kiosks.ts'
import {
  commandKiosk,
  endVisits,
  findCall,
  findKiosk,
  isInUse,
  openCall,
  stepCall,
  updateKiosk,
} from '../../store/people/kiosks.ts'
import type { Reader } from '../../store/store.ts'

const ONLINE_MS = 30_000
/** A session of a shared device lives no longer than this without a request. */
const IN_USE_MS = 120_000

/**
 * The clinic's staff at their own device: see calls, take and close them, start and end visits, mute. Nothing here
 * reads a patient, a linkage or a decision.
 */
export function createStaffRoutes(deps: Deps, sessions: Sessions, challenges: Challenges) {
  const { kiosks, store, chance, log } = deps
  const now = () => chance.now().getTime()

  /** @throws ProblemError not-signed-in, also when the operator has removed the key since. */
  function requireStaff(c: Context<Env>): StaffKey {
    const key = c.get('session')?.staff_key
    const staff = key ? kiosks.staffKey(key) : null
    if (!staff) throw new ProblemError('not-signed-in')
    return staff
  }

  /** @throws ProblemError not-found for a kiosk at which this key may not help. */
  function requireKiosk(staff: StaffKey, id: string | undefined): Kiosk {
    const kiosk = kiosks.ofStaff(staff.id).find((one) => one.id === id)
    if (!kiosk) throw new ProblemError('not-found')
    return kiosk
  }

  async function view(db: Reader, { id, name, clinic, blocked }: Kiosk): Promise<StaffAnswer['kiosks'][0]> {
    const [state, call] = [await findKiosk(db, id), await openCall(db, id)]
    return {
      id,
      name,
      clinic,
      blocked,
      online: Math.abs(now() - state.seen_at) <= ONLINE_MS,
      in_use: await isInUse(db, id, now() - IN_USE_MS),
      muted: state.muted === 1,
      call: call && {
        id: call.id,
        called_at: timestamp(call.called_at),
        taken_at: call.taken_at === null ? null : timestamp(call.taken_at),
      },
    }
  }

  return new Hono<Env>()
    .post('/sessions/options', json(NoBody), async (c) => {
      const session = await sessions.ensure(c, 'personal')
      const challenge = await challenges.issue(session, 'staff', {})
      const options = await generateAuthenticationOptions({
        rpID: challenges.rpId,
        challenge: Buffer.from(challenge, 'base64url'),
        timeout: challenges.timeout('staff'),
        userVerification: 'required',
      })
      return c.json({ ...options, hints: ['security-key'] })
    })
    .post('/sessions', json(StaffSessionBody), async (c) => {
      const { response } = c.req.valid('json')
      const session = sessions.require(c)
      const { expected } = await store.transact((tx) => challenges.consume(tx, session, 'staff', response))
      const staff = kiosks.staffKey(response.id)
      if (!staff) throw new ProblemError('passkey-rejected', { reason: 'not a key of staff' })
      // The operator wrote down id and key alone: no counter, no owner's handle.
      const passkey = { ...staff, counter: 0, transports: [], backup_eligible: false, user_handle: '' }
      const { userHandle: _unused, ...assertion } = response.response
      const roamed = { ...response, response: assertion }
      await orReject(verifyAssertion(roamed, passkey, { ...expected, device: 'shared' }, 'before'))
      await sessions.gain(c, session, [], (tx, current) => {
        if (kiosks.staffKey(staff.id)?.public_key !== staff.public_key)
          throw new ProblemError('passkey-rejected', { reason: 'the key was taken out meanwhile' })
        return sessions.asStaff(tx, current, staff.id)
      })
      log.info({ staff_key: staff.id }, 'staff signed in')
      return c.json({ staff: { name: staff.name } }, 201)
    })
    .get('/', async (c) => {
      const staff = requireStaff(c)
      const answer: StaffAnswer = {
        staff: { name: staff.name },
        kiosks: await store.read(async (db) => {
          const views: StaffAnswer['kiosks'] = []
          for (const kiosk of kiosks.ofStaff(staff.id)) views.push(await view(db, kiosk))
          return views
        }),
      }
      return c.json(answer)
    })
    .post('/calls/:id', json(StaffCallBody), async (c) => {
      requireStaff(c)
      const { step } = c.req.valid('json')
      await store.transact(async (tx) => {
        await sessions.again(tx, sessions.require(c))
        const staff = requireStaff(c)
        const call = await findCall(tx, c.req.param('id'))
        requireKiosk(staff, call?.kiosk_id)
        await stepCall(tx, c.req.param('id'), step, now())
      })
      return c.body(null, 204)
    })
    .post('/kiosks/:id/commands', json(KioskCommandBody), async (c) => {
      requireStaff(c)
      const { command } = c.req.valid('json')
      await store.transact(async (tx) => {
        await sessions.again(tx, sessions.require(c))
        const { id } = requireKiosk(requireStaff(c), c.req.param('id'))
        if (command === 'mute' || command === 'unmute')
          return updateKiosk(tx, id, { muted: command === 'mute' ? 1 : 0 })
        if (command === 'end') await endVisits(tx, id)
        return commandKiosk(tx, id, command, now())
      })
      return c.body(null, 204)
    })
}
