import { liveQuery } from 'dexie'
import type { OutboxRecord, OutboxStore } from '../../decision/outbox-record.ts'
import { serverNow } from '../../http/clock.ts'
import type { Database, OutboxRow } from './database.ts'
import { byPlace, VERSION } from './stored.ts'
import { write } from './write.ts'

/** Asks the browser never to evict this site's storage: an unsent decision exists nowhere else. */
function askToPersist(): void {
  navigator.storage?.persist?.().catch(() => {})
}

/** A record that is new or just signed goes to the end, whatever the clock says. */
function placeOf(record: OutboxRecord, rows: OutboxRow[]): number {
  const before = rows.find(({ id }) => id === record.id)
  if (before && (before.signed !== null || record.signed === null)) return before.place
  return Math.max(0, ...rows.map(({ place }) => place)) + 1
}

/** The outbox of the device's owner. Records of earlier owners stay hidden until their owner signs in. */
export function createDeviceOutbox(database: Database) {
  const { owner, outbox, receipts } = database

  const mine = async (row: OutboxRow | undefined): Promise<OutboxRecord | undefined> => {
    const person = (await owner.get('patient'))?.owner
    if (row?.v !== VERSION || row.owner !== person) return undefined
    const { v: _v, owner: _owner, place: _place, ...record } = row
    return record
  }
  const list = () =>
    database.transaction('r', [owner, outbox], async () => {
      const rows = (await outbox.toArray()).sort(byPlace)
      const records = await Promise.all(rows.map(mine))
      return records.filter((record) => record !== undefined)
    })

  const store: OutboxStore = {
    durable: true,
    list,
    read: (id) => database.transaction('r', [owner, outbox], async () => mine(await outbox.get(id))),
    put: (record) =>
      write(() =>
        database.transaction('rw', [owner, outbox], async () => {
          const person = (await owner.get('patient'))?.owner
          if (person === undefined) throw new Error('no owner')
          const place = placeOf(record, await outbox.toArray())
          await outbox.put({ ...record, v: VERSION, owner: person, place })
        }),
      ).then(askToPersist),
    remove: (id) => write(() => outbox.delete(id)),
    settle: (record, { decision, receipt }) =>
      write(() =>
        database.transaction('rw', [owner, outbox, receipts], async () => {
          if ((await mine(await outbox.get(record.id))) === undefined) return
          const as_of = serverNow().toISOString()
          await receipts.put({
            v: VERSION,
            id: decision.id,
            key: record.key,
            as_of,
            jws: receipt.jws,
            decision,
          })
          await outbox.delete(record.id)
        }),
      ),
    async answerFor(key) {
      const row = await receipts.where('key').equals(key).first()
      if (row?.v !== VERSION || row.decision === null) return undefined
      return { decision: row.decision, receipt: { number: row.decision.receipt_number, jws: row.jws } }
    },
  }
  return {
    ...store,
    /** Calls `next` now and after every change in any tab. Returns the function that stops it. */
    watch(next: (records: OutboxRecord[]) => void): () => void {
      const subscription = liveQuery(list).subscribe({ next, error: () => next([]) })
      return () => subscription.unsubscribe()
    },
  }
}
