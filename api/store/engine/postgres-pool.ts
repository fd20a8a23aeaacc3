import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { FormerLeader, StoreUnavailable } from '../errors.ts'
import { type Continuity, timelineOf } from './continuity.ts'

/** Default number of connections of a pool. */
const MOST = 16
/** How long a request waits for a connection, free or new. */
const CONNECT_MS = 2000
/** The server ends a statement after this time, even one that waits for a lock. */
const STATEMENT_MS = 2000
/**
 * A statement without any answer for this long: the network or the server is gone. With `CONNECT_MS` under 5 seconds.
 */
const SILENCE_MS = 2500
/** The driver's message in that case. */
const SILENT = 'Query read timeout'

/** `bigint` is read as a number: times and counts stay far below 2^53. */
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * Connections for Kysely that never hang, and on which a commit is durable whatever the server's own setting. A
 * connection that failed with anything but an SQL error is discarded.
 * @param patient without time limits, for migrations. @param most connections.
 * @param continuity shared by the pools of a store, which then refuse standbys and former leaders.
 * @param unsure is told of a commit that got no answer.
 */
export function createPool(
  url: string,
  {
    readOnly = false,
    patient = false,
    most = MOST,
    continuity,
    unsure,
  }: {
    readOnly?: boolean
    patient?: boolean
    most?: number
    continuity?: Continuity
    unsure?: () => void
  } = {},
): PostgresPool {
  const settings = {
    synchronous_commit: 'on',
    default_transaction_read_only: readOnly ? 'on' : 'off',
    ...(patient
      ? {}
      : { statement_timeout: STATEMENT_MS, idle_in_transaction_session_timeout: 2 * SILENCE_MS }),
  }
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'erabu',
    max: patient ? 1 : most,
    keepAlive: true,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    ...(patient ? {} : { query_timeout: SILENCE_MS }),
    // Not as startup parameters, which poolers such as PgBouncer refuse.
    onConnect: async (client) => {
      await client.query(
        Object.entries(settings)
          .map(([name, value]) => `set ${name} = ${value}`)
          .join('; '),
      )
    },
  })
  // An event 'error' that nobody hears ends the process. Whatever query was running fails as well.
  pool.on('connect', (client) => client.on('error', () => undefined))
  // The pool removes a connection that breaks while idle.
  pool.on('error', () => continuity?.broke())
  /** The timeline of each connection when it was opened. */
  const timelines = new WeakMap<pg.PoolClient, number | null>()

  /**
   * Whether the server of this connection is the leader, as far as any connection knows. @throws FormerLeader, or
   * Error when it is a standby
   */
  async function leads(client: pg.PoolClient): Promise<boolean> {
    const known = timelines.get(client)
    if (!continuity || known !== undefined) return !continuity || continuity.leads(known ?? null)
    const timeline = await timelineOf(client)
    timelines.set(client, timeline)
    continuity.met(timeline)
    if (!continuity.leads(timeline)) throw new FormerLeader('the server is a former leader')
    return true
  }

  async function connect(): Promise<PostgresPoolClient> {
    for (;;) {
      const client = await pool.connect()
      const usable = await leads(client).catch((error) => {
        client.release(true)
        throw error
      })
      if (usable)
        return guarded(
          client,
          () => continuity?.leads(timelines.get(client) ?? null) ?? true,
          () => continuity?.broke(),
          () => unsure?.(),
        )
      client.release(true)
    }
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: () => connect().catch(unavailable),
  }
}

const unavailable = (cause: unknown): never => {
  if (cause instanceof FormerLeader) throw cause
  throw new StoreUnavailable('the database does not answer', { cause })
}

/**
 * A connection that is not used again once it was silent, broken, or unsure about a commit.
 * @param leads whether no other connection has seen a newer leader. @param broke is told once.
 * @param unsure is told of a commit that got no answer in time.
 */
function guarded(
  client: pg.PoolClient,
  leads: () => boolean,
  broke: () => void,
  unsure: () => void,
): PostgresPoolClient {
  let broken = false
  let warned = false
  const onError = () => {
    if (!broken) broke()
    broken = true
  }
  // Class 01 is a warning. At a commit it means that the standby may not have the commit: "canceling wait for
  // synchronous replication". PostgreSQL reports success all the same.
  const onNotice = ({ code }: { code?: string | undefined }) => {
    warned ||= code?.startsWith('01') ?? false
  }
  client.on('error', onError)
  client.on('notice', onNotice)

  async function query(sql: string, parameters: readonly unknown[]) {
    if (broken) return unavailable(new Error('the connection is broken'))
    if (!leads()) onError()
    if (broken) return unavailable(new Error('another server is the leader'))
    warned = false
    try {
      const result = await client.query(sql, [...parameters])
      if (!(warned && sql === 'commit')) return result
    } catch (error) {
      if (error instanceof pg.DatabaseError) throw error
      onError()
      if (sql === 'commit' && (error as Error).message === SILENT) unsure()
      return unavailable(error)
    }
    onError()
    return unavailable(new Error('the standby may not have the commit'))
  }

  return {
    query: query as unknown as PostgresPoolClient['query'],
    release(destroy = false) {
      client.off('error', onError)
      client.off('notice', onNotice)
      client.release(broken || destroy)
    },
  }
}
