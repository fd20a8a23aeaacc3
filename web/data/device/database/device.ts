import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import type { KeySet } from '../../http/api.ts'
import { serverNow } from '../../http/clock.ts'
import { createDatabase, openInTime, type Published, type PublishedRow, type Snapshots } from './database.ts'
import { createDeviceOutbox } from './device-outbox.ts'
import { VERSION } from './stored.ts'
import { write } from './write.ts'

export type Kept<T> = { value: T; asOf: Date }

const now = () => serverNow().toISOString()

/**
 * Opens the database and returns everything that this device stores.
 * @throws where the browser offers no database, or does not open it in time.
 */
export async function openDevice() {
  const database = createDatabase()
  await openInTime(database)
  const { owner, snapshots, receipts, jwks, outbox } = database

  const currentOwner = async () => (await owner.get('patient'))?.owner ?? null

  /** Writes about a person only while that person is the owner. An answer that arrives too late is dropped. */
  const writeFor = (person: string | null, operation: () => Promise<unknown>) =>
    write(() =>
      database.transaction('rw', [owner, snapshots, receipts], async () => {
        if (person !== null && (await currentOwner()) === person) await operation()
      }),
    )

  async function published<N extends keyof Published>(id: N): Promise<Kept<Published[N]> | null> {
    const row = await jwks.get({ id })
    return row?.v === VERSION ? { value: row.value as Published[N], asOf: new Date(row.as_of) } : null
  }

  const keepPublished = (row: Pick<PublishedRow, 'id' | 'value'>) =>
    write(() => jwks.put({ v: VERSION, as_of: now(), ...row } as PublishedRow))

  return {
    owner: currentOwner,
    /** Makes `person` the owner. Data of the previous owner is deleted, except decisions still to be sent. */
    claim: (person: string) =>
      write(() =>
        database.transaction('rw', [owner, snapshots, receipts], async () => {
          if ((await currentOwner()) === person) return
          await Promise.all([snapshots.clear(), receipts.clear()])
          await owner.put({ id: 'patient', owner: person })
        }),
      ),
    async snapshot<N extends keyof Snapshots>(name: N): Promise<Kept<Snapshots[N]> | null> {
      const row = await snapshots.get(name)
      if (row?.v !== VERSION) return null
      return { value: row.value as Snapshots[N], asOf: new Date(row.as_of) }
    },
    keepSnapshot: <N extends keyof Snapshots>(person: string | null, name: N, value: Snapshots[N]) =>
      writeFor(person, () => snapshots.put({ v: VERSION, name, as_of: now(), value })),
    async receipt(id: string): Promise<Kept<string> | null> {
      const row = await receipts.get(id)
      return row?.v === VERSION ? { value: row.jws, asOf: new Date(row.as_of) } : null
    },
    keepReceipt: (person: string | null, id: string, jws: string) =>
      writeFor(person, () => receipts.put({ v: VERSION, id, key: null, as_of: now(), jws, decision: null })),
    keys: () => published('api'),
    keepKeys: (value: KeySet) => keepPublished({ id: 'api', value }),
    catalogue: () => published('catalogue'),
    keepCatalogue: (value: PublicDatabase[]) => keepPublished({ id: 'catalogue', value }),
    outbox: createDeviceOutbox(database),
    /** Deletes the database itself. */
    remove: () => database.delete(),
    /** Deletes the data of every person. What the api publishes to everybody stays. */
    async erase(): Promise<void> {
      const personal = [owner, snapshots, receipts, outbox]
      await write(() =>
        database.transaction('rw', personal, () => Promise.all(personal.map((table) => table.clear()))),
      )
    },
  }
}

export type Device = Awaited<ReturnType<typeof openDevice>>
