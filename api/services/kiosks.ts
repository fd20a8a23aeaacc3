import type { SessionRights } from '../auth/session-rights.ts'
import type { KioskAnswer, KioskCommand, StaffAnswer } from '../contract/kiosk.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosk, Kiosks, StaffKey } from '../registries/kiosks.ts'
import {
  commandKiosk,
  endVisits,
  findCall,
  findKiosk,
  insertCall,
  isInUse,
  openCall,
  stepCall,
  updateKiosk,
} from '../store/people/kiosks.ts'
import type { SessionRow } from '../store/people/rows.ts'
import type { Reader, Store, Transactor } from '../store/store.ts'

/** A kiosk asks every few seconds; its last contact is written less often. */
const SEEN_MS = 10_000
/** A staff command that no kiosk fetched within this time is stale. */
const COMMAND_MS = 20_000
const ONLINE_MS = 30_000
/** A session of a shared device ends after this long without a request. */
const IN_USE_MS = 120_000

/**
 * Kiosks between their visits: the state of each, calls for staff, commands of staff. Nothing here reads a patient, a
 * linkage or a decision.
 */
export function createKioskService({
  kiosks,
  store,
  clock,
  random,
  rights,
}: {
  kiosks: Kiosks
  store: Store
  clock: Clock
  random: Random
  rights: SessionRights
}) {
  const now = () => clock.now().getTime()

  /** @throws ProblemError not-found for a kiosk that this key may not serve. */
  function ofStaff(staff: StaffKey, id: string | undefined): Kiosk {
    const kiosk = kiosks.ofStaff(staff.id).find((one) => one.id === id)
    if (!kiosk) throw new ProblemError('not-found')
    return kiosk
  }

  /** @throws ProblemError not-signed-in, also when the operator has removed the key since. */
  function staffOf(session: SessionRow | null): StaffKey {
    const staff = session?.staff_key ? kiosks.staffKey(session.staff_key) : null
    if (!staff) throw new ProblemError('not-signed-in')
    return staff
  }

  /** The caller has left, or cancels the call. */
  async function closeCall(tx: Transactor, kiosk: string): Promise<void> {
    const call = await openCall(tx, kiosk)
    if (call) await stepCall(tx, call.id, 'closed', now())
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

  return {
    staffOf,

    /** The state of a kiosk, for its own page. Also notes that the kiosk asked. */
    async describe({ id, name, clinic, phone }: Kiosk): Promise<KioskAnswer> {
      const { state, call } = await store.read(async (db) => ({
        state: await findKiosk(db, id),
        call: await openCall(db, id),
      }))
      // A time ahead of ours was written before our clock was set back.
      if (Math.abs(now() - state.seen_at) > SEEN_MS)
        await store.transact((tx) => updateKiosk(tx, id, { seen_at: now() }))
      const fresh = Math.abs(now() - state.command_at) <= COMMAND_MS
      return {
        kiosk: { id, name, clinic, phone },
        muted: state.muted === 1,
        command: state.command && fresh ? { no: state.command_no, name: state.command } : null,
        call: call ? (call.taken_at === null ? 'waiting' : 'taken') : null,
      }
    },

    /** A clean start. A power cut deletes the cookie, but not the session that it opened. */
    standBy: ({ id }: Kiosk): Promise<void> =>
      store.transact(async (tx) => {
        await endVisits(tx, id)
        await closeCall(tx, id)
      }),

    call: ({ id }: Kiosk): Promise<unknown> =>
      store.transact((tx) => insertCall(tx, { id: random.id(), kiosk_id: id, called_at: now() })),

    takeCallBack: ({ id }: Kiosk): Promise<void> => store.transact((tx) => closeCall(tx, id)),

    /** The kiosks that this key may serve. */
    viewFor: (staff: StaffKey): Promise<StaffAnswer['kiosks']> =>
      store.read(async (db) => {
        const views: StaffAnswer['kiosks'] = []
        for (const kiosk of kiosks.ofStaff(staff.id)) views.push(await view(db, kiosk))
        return views
      }),

    /** Staff take or close a call. @throws ProblemError not-signed-in, not-found */
    step: (session: SessionRow, call_id: string, step: 'taken' | 'closed'): Promise<void> =>
      store.transact(async (tx) => {
        await rights.again(tx, session)
        const staff = staffOf(session)
        const call = await findCall(tx, call_id)
        ofStaff(staff, call?.kiosk_id)
        await stepCall(tx, call_id, step, now())
      }),

    /** Staff send a kiosk a command. @throws ProblemError not-signed-in, not-found */
    command: (session: SessionRow, kiosk_id: string, command: KioskCommand): Promise<unknown> =>
      store.transact(async (tx) => {
        await rights.again(tx, session)
        const { id } = ofStaff(staffOf(session), kiosk_id)
        if (command === 'mute' || command === 'unmute')
          return updateKiosk(tx, id, { muted: command === 'mute' ? 1 : 0 })
        if (command === 'end') await endVisits(tx, id)
        return commandKiosk(tx, id, command, now())
      }),
  }
}

export type KioskService = ReturnType<typeof createKioskService>
