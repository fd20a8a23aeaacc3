import type { OutboxRow } from '../data/device/database/database.ts'
import { byPlace, DATABASE, VERSION } from '../data/device/database/stored.ts'
import type { SignedRecords } from './send-signed.ts'

/** Reads, and never writes, what the pages store with Dexie. Null where they store nothing. */
export async function openSigned(): Promise<SignedRecords | null> {
  const database = await openExisting(DATABASE)
  if (!database) return null
  // A page with a newer version must not wait for this worker's network.
  database.onversionchange = () => database.close()
  const read = async () => {
    const transaction = database.transaction(['owner', 'outbox'], 'readonly')
    const owner = done<{ owner: string } | undefined>(transaction.objectStore('owner').get('patient'))
    const rows = done<OutboxRow[]>(transaction.objectStore('outbox').getAll())
    const person = (await owner)?.owner
    return (await rows).filter((row) => row.v === VERSION && row.owner === person).sort(byPlace)
  }
  return {
    list: read,
    read: async (id) => (await read()).find((row) => row.id === id),
    close: () => database.close(),
  }
}

/** Opens the database without creating it. */
function openExisting(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(null)
  })
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
