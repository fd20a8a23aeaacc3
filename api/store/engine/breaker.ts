import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StoreUnavailable } from '../errors.ts'

const PAUSE_MS = 1000
const CONNECT_MS = 2000
/** How often the server is asked whether it still has the session of the waiting commit. */
const LOOK_MS = 5000

const PROBE = `insert into write_probe (id, at) values (1, 0) on conflict (id) do update set at = excluded.at`

/**
 * Circuit breaker: refuses writes at once while commits hang. A commit that waits for a standby keeps its backend,
 * whatever the client does, and no time limit of PostgreSQL ends that wait. If each refused write left one, the
 * server would soon accept no connection, and reading would end as well. So after one such commit a single write of
 * our own waits instead of all others. When it gets through, writes are let through again. It is not cancelled: that
 * would show changes that no standby has.
 * @param alive whether the server still has a session with this process id.
 */
export function createBreaker(url: string, alive: (pid: number) => Promise<boolean>) {
  let open = false
  let closed = false
  let waiting: pg.Client | null = null

  async function waitOne(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'erabu probe',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    })
    let warned = false
    waiting = client
    try {
      const lost = new Promise<never>((_, reject) => client.on('error', reject))
      lost.catch(() => undefined)
      client.on('notice', () => {
        warned = true
      })
      await client.connect()
      await client.query('set synchronous_commit = on')
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      const gone = goneOnServer(rows[0]?.pid ?? 0)
      await Promise.race([client.query(PROBE), lost, gone.promise]).finally(gone.stop)
      if (warned) throw new StoreUnavailable('the wait for the standby was cancelled')
    } finally {
      waiting = null
      client.end().catch(() => undefined)
    }
  }

  /** Rejects when the server no longer has the session, or does not answer. */
  function goneOnServer(pid: number) {
    let stop = () => {}
    const promise = new Promise<never>((_, reject) => {
      const timer = setInterval(async () => {
        if (!(await alive(pid).catch(() => false))) reject(new StoreUnavailable('the session is gone'))
      }, LOOK_MS)
      stop = () => clearInterval(timer)
    })
    promise.catch(() => undefined)
    return { promise, stop }
  }

  async function untilOneCommits(): Promise<void> {
    while (!closed) {
      const done = await waitOne().then(
        () => true,
        () => false,
      )
      if (done) break
      await sleep(PAUSE_MS, undefined, { ref: false })
    }
    open = false
  }

  return {
    /** A commit got no answer in time. */
    trip(): void {
      if (open || closed) return
      open = true
      void untilOneCommits()
    },
    /** @throws StoreUnavailable while commits hang */
    pass(): void {
      if (open) throw new StoreUnavailable('commits are hanging')
    },
    async close(): Promise<void> {
      closed = true
      await waiting?.end().catch(() => undefined)
    },
  }
}
