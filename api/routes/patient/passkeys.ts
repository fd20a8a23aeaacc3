import { Hono } from 'hono'
import { removedView } from '../../auth/removed-view.ts'
import { PasskeyChangeBody, type PasskeysAnswer } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { userNameOf } from '../../domain/passkey.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { removedPasskeysOf } from '../../store/people/passkey-news.ts'
import { passkeysOf } from '../../store/people/passkeys.ts'
import { findPatient } from '../../store/people/patients.ts'

/** A person's passkeys: list, name, acknowledge, remove together with every session that it signed in. */
export const createPasskeyRoutes = ({ store, passkeys, sessions, challenges: { rpId } }: Deps) =>
  new Hono<Env>()
    .get('/passkeys', async (c) => {
      const { patient_id, passkey_id } = sessions.requirePatient(c)
      const { patient, own, removed } = await store.read(async (db) => ({
        patient: await findPatient(db, patient_id),
        own: await passkeysOf(db, patient_id),
        removed: await removedPasskeysOf(db, patient_id),
      }))
      if (!patient) throw new ProblemError('not-signed-in')
      const answer: PasskeysAnswer = {
        rp_id: rpId,
        user: { id: patient.user_handle, name: userNameOf(patient.created_at) },
        passkeys: own.map(({ id, name, aaguid, created_at, last_used_at, backed_up }) => ({
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
      await passkeys.change(sessions.requirePatient(c), c.req.param('id'), c.req.valid('json'))
      return c.body(null, 204)
    })
    .delete('/passkeys/:id', async (c) => {
      const session = sessions.requirePatient(c)
      const passkey_id = c.req.param('id')
      await passkeys.remove(session, passkey_id)
      if (passkey_id === session.passkey_id) sessions.forget(c, session)
      return c.body(null, 204)
    })
