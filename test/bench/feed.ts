import { setTimeout as sleep } from 'node:timers/promises'
import { HEAD_CLAIM } from '../../api/contract/holder.ts'
import { orRefused } from '../support/problem.ts'
import { migrate, openStore, seedLinkages } from './seed.ts'
import type { Setting } from './setting.ts'

const PUBLISHED_MS = 120_000

/** Puts linkages into a fresh store of a setting, the first `revoked` of them revoked. */
export async function seedFeed(setting: Setting, of: { database: string; count: number; revoked: number }) {
  await migrate(setting.env.ERABU_DATA)
  const db = openStore(setting.env.ERABU_DATA, { durable: false })
  const seeded = seedLinkages(db, of)
  db.close()
  return seeded
}

/** The holder of a database with its stream, as a poll needs it. Waits until the feed has reached `seq`. */
export async function openFeed(setting: Setting, database: string, seq: number) {
  const holder = setting.holder(database)
  const { access_token } = await orRefused<{ access_token: string }>(
    'POST /oauth/token',
    await holder.token(),
  )
  const stream = `/ssf/streams/${await holder.streamId()}`
  const until = Date.now() + PUBLISHED_MS
  while (((await holder.poll({ maxEvents: 0, returnImmediately: true }))[HEAD_CLAIM]?.seq ?? 0) < seq) {
    if (Date.now() > until) throw new Error('the feed does not come to its end')
    await sleep(100)
  }
  return {
    holder,
    url: `${setting.origin}${stream}/poll`,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },

    /** Rewinds: serves everything after `after_seq` again. */
    async rewind(after_seq: number): Promise<void> {
      const answer = await holder.send('POST', `${stream}/rewind`, { json: { after_seq } })
      if (!answer.ok) throw new Error(`rewind answered ${answer.status}`)
    },

    /** Receives and acknowledges everything, including the stream events. */
    async catchUp(): Promise<void> {
      let ack: string[] = []
      do {
        const answer = await holder.poll({ returnImmediately: true, maxEvents: 1000, ack })
        ack = Object.keys(answer.sets)
      } while (ack.length > 0)
    },
  }
}
