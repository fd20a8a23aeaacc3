import { lockOf, type OutboxRecord } from '../data/decision/outbox-record.ts'

/** The outbox records of the device's owner, read-only. */
export type SignedRecords = {
  list(): Promise<OutboxRecord[]>
  read(id: string): Promise<OutboxRecord | undefined>
  close(): void
}

export type SendSignedDeps = {
  open: () => Promise<SignedRecords | null>
  fetch: (path: string, init: RequestInit) => Promise<Response>
  locks: Pick<LockManager, 'request'>
}

/**
 * Resends every signed decision of the owner without an answer, unchanged and under its own key. The browser's
 * background sync calls it when the page is closed. It decides, signs and stores nothing. The next page asks again
 * under the same key and shows the answer.
 * @throws Error when the server could not be asked, so that the browser tries again later.
 */
export async function sendSigned({ open, fetch, locks }: SendSignedDeps): Promise<void> {
  const records = await open()
  if (!records) return
  try {
    const signed = (await records.list()).filter((record) => record.signed !== null)
    for (const { id } of signed) await locks.request(lockOf(id), () => send(id))
  } finally {
    records.close()
  }

  async function send(id: string): Promise<void> {
    // A page may have received the answer while this waited for the lock.
    const record = await records?.read(id)
    if (!record?.signed) return
    const { status } = await fetch('/api/decisions', {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'idempotency-key': record.key,
      },
      body: JSON.stringify(record.signed),
    })
    if (status >= 500 || status === 429) throw new Error(`not sent: ${status}`)
  }
}
