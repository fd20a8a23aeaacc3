import { Hono } from 'hono'
import type { Challenges } from '../../auth/challenges.ts'
import { removedView } from '../../auth/removed-view.ts'
import type { Sessions } from '../../auth/sessions.ts'
import { PasskeyChangeBody, type PasskeysAnswer } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { userNameOf } from '../../domain/passkey.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { lockPeople } from '../../store/locks.ts'
import { newsFor, noteKnown, removalsFor, removedPasskeysOf } from '../../store/people/passkey-news.ts'
import { findPatient, passkeysOf, removePasskey, renamePasskey } from '../../store/people/patients.ts'
import { deleteSessionsOf } from '../../store/people/sessions.ts'

/** My passkeys: the list, a name for one, that I know of one, and the end of one with every session it signed in. */
export const createMyPasskeyRoutes = (
  { store, audit, chance }: Deps,
  sessions: Sessions,
  { rpId }: Challenges,
) =>
  new Hono<Env>()
    .get('/passkeys', async (c) => {
      const { patient_id, passkey_id } = sessions.requirePatient(c)
      const { patient, passkeys, removed } = await store.read(async (db) => ({
        patient: await findPatient(db, patient_id),
        passkeys: await passkeysOf(db, patient_id),
        removed: await removedPasskeysOf(db, patient_id),
      }))
      if (!patient) throw new ProblemError('not-signed-in')
      const answer: PasskeysAnswer = {
        rp_id: rpId,
        user: { id: patient.user_handle, name: userNameOf(patient.created_at) },
        passkeys: passkeys.map(({ id, name, aaguid, created_at, last_used_at, backed_up }) => ({
          id,
          name,
          aaguid,
          created_at: timestamp(created_at),
          last_used_at: timestamp(last_used_at),
          backed_up: backed_up === 1,
          current: id === passkey_id,
        })),
        removed: removed.map(removedView),
      }
      return c.json(answer)
    })
    .patch('/passkeys/:id', json(PasskeyChangeBody), async (c) => {
      const session = sessions.requirePatient(c)
      const { patient_id, passkey_id } = session
      const id = c.req.param('id')
      const change = c.req.valid('json')
      await store.transact(async (tx) => {
        await lockPeople(tx, [session.subject])
        await sessions.again(tx, session)
        if ('name' in change) {
          const own = await passkeysOf(tx, patient_id)
          if (!own.some((passkey) => passkey.id === id)) throw new ProblemError('not-found')
          return renamePasskey(tx, id, change.name)
        }
        // What one passkey's holder knows is still news to the others: nobody says it for them.
        const made = await newsFor(tx, passkey_id)
        const removed = await removalsFor(tx, passkey_id)
        const until =
          made.find((one) => one.id === id)?.created_at ?? removed.find((one) => one.id === id)?.removed_at
        if (until === undefined || passkey_id === null) throw new ProblemError('not-found')
        return noteKnown(tx, passkey_id, until)
      })
      return c.body(null, 204)
    })
    .delete('/passkeys/:id', async (c) => {
      const session = sessions.requirePatient(c)
      const { patient_id } = session
      const passkey_id = c.req.param('id')
      await store.transact(async (tx) => {
        await lockPeople(tx, [session.subject])
        if (!sessions.isAsserted(await sessions.again(tx, session)))
          throw new ProblemError('assertion-required')
        const own = await passkeysOf(tx, patient_id)
        const passkey = own.find(({ id }) => id === passkey_id)
        if (!passkey) throw new ProblemError('not-found')
        if (own.length === 1) throw new ProblemError('last-passkey')
        await removePasskey(tx, passkey, session.passkey_id, chance.now().getTime())
        await deleteSessionsOf(tx, { patient_id, passkey_id })
        await audit.record(tx, { kind: 'passkey-removed', reference: passkey_id })
      })
      if (passkey_id === session.passkey_id) sessions.forget(c, session)
      return c.body(null, 204)
    })
