import { lockOf, type OutboxRecord } from '../data/decision/outbox-record.ts'

/** What this person has signed or is about to sign, read from the device. */
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
 * For the browser's background sync, when the page is gone: sends every decision that its person has signed and whose
 * answer never came, unchanged and under its own key. It decides nothing, signs nothing and stores nothing: the page,
 * when it is next open, asks again under the same key and shows the answer.
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
    // A page may have had its answer while this waited for the lock.
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
