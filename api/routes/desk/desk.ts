import { type Context, Hono } from 'hono'
import {
  ConfirmBody,
  type EndedAnswer,
  type EntriesAnswer,
  EntryBody,
  EntryOptionsBody,
  ReturnBody,
  type SignedEntry,
} from '../../contract/desk/entries.ts'
import {
  type DeskSessionAnswer,
  DeskSessionBody,
  EmptyBody,
  KeyBody,
  KeyOptionsBody,
} from '../../contract/desk/staff.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { LATE_MS } from '../../domain/desk/form.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { openEntries } from '../../store/desk/entries.ts'
import { namesOf } from '../../store/desk/staff.ts'

/** More forms than a desk leaves open in a fortnight. */
const MOST_OPEN = 200

/**
 * The staff of a desk, at `/desk`: they register a key, sign in, enter signed forms, and confirm or give back those of
 * others. Nothing here says whether a person is known, what databases have of them, or what they decided.
 */
export function createDeskRoutes({
  store,
  clock,
  desks,
  deskRights,
  deskSessions,
  deskKeys,
  deskEntries,
  deskConfirmations,
  deskReturns,
}: Deps) {
  async function describe(c: Context<Env>): Promise<DeskSessionAnswer> {
    const session = deskSessions.requireStaff(c)
    const staff = await deskEntries.staffOf(session)
    return {
      staff: { name: staff.name },
      desk: { id: staff.desk, name: desks.find(staff.desk)?.name.ja ?? staff.desk },
      expires_at: timestamp(deskRights.endsAt(session)),
    }
  }

  return new Hono<Env>()
    .use(deskSessions.load)
    .post('/keys/options', json(KeyOptionsBody), async (c) =>
      c.json(await deskKeys.options(await deskSessions.ensure(c), c.req.valid('json').invite)),
    )
    .post('/keys', json(KeyBody), async (c) => {
      const { invite, response } = c.req.valid('json')
      await deskKeys.register(deskSessions.require(c), invite, response)
      return c.body(null, 204)
    })
    .post('/sessions/options', json(EmptyBody), async (c) =>
      c.json(await deskKeys.signInOptions(await deskSessions.ensure(c))),
    )
    .post('/sessions', json(DeskSessionBody), async (c) => {
      const { response } = c.req.valid('json')
      deskSessions.renew(c, await deskKeys.signIn(deskSessions.require(c), response))
      return c.json(await describe(c), 201)
    })
    .get('/session', async (c) => c.json(await describe(c)))
    .delete('/session', async (c) => {
      await deskSessions.end(c)
      return c.body(null, 204)
    })
    .get('/entries', async (c) => {
      const { id, desk } = await deskEntries.staffOf(deskSessions.requireStaff(c))
      const { rows, names } = await store.read(async (db) => {
        const rows = await openEntries(db, desk, MOST_OPEN)
        return { rows, names: await namesOf(db, [...new Set(rows.map(({ entered_by }) => entered_by))]) }
      })
      const late = clock.now().getTime() - LATE_MS
      const answer: EntriesAnswer = {
        entries: rows.map((row) => {
          const { decision, identity } = JSON.parse(row.entry) as SignedEntry
          return {
            id: row.id,
            form: row.form,
            version: row.version,
            scope: decision.scope,
            identity,
            entered_at: timestamp(row.entered_at),
            entered_by: names.get(row.entered_by) ?? '',
            own: row.entered_by === id,
            late: row.entered_at < late,
          }
        }),
      }
      return c.json(answer)
    })
    .post('/entries/options', json(EntryOptionsBody), async (c) =>
      c.json(await deskEntries.options(deskSessions.requireStaff(c), c.req.valid('json'))),
    )
    .post('/entries', json(EntryBody), async (c) =>
      c.json(await deskEntries.enter(deskSessions.requireStaff(c), c.req.valid('json')), 201),
    )
    .post('/entries/:id/options', json(EmptyBody), async (c) =>
      c.json(await deskConfirmations.options(deskSessions.requireStaff(c), c.req.param('id'))),
    )
    .post('/entries/:id/confirm', json(ConfirmBody), async (c) => {
      const { response } = c.req.valid('json')
      const row = await deskConfirmations.confirm(deskSessions.requireStaff(c), c.req.param('id'), response)
      const answer: EndedAnswer = {
        state: 'recorded',
        receipt: { number: row.receipt_number, jws: row.receipt },
      }
      return c.json(answer)
    })
    .post('/entries/:id/return', json(ReturnBody), async (c) => {
      const { reason } = c.req.valid('json')
      await deskReturns.giveBack(deskSessions.requireStaff(c), c.req.param('id'), reason)
      const answer: EndedAnswer = { state: 'returned' }
      return c.json(answer)
    })
}
