import pg from 'pg'
import { query } from '../../support/postgres/cluster.ts'

/** The node that wrote a decision, and its timeline. */
export type Origin = { node: string; timeline: number }

type Log = { name: string; log: string }

/**
 * Each server logs the decisions that it writes. A row that is gone cannot say who wrote it, but the log of that
 * server can.
 */
const WITNESS = `
  create function witness() returns trigger language plpgsql
    set log_error_verbosity = terse set log_min_error_statement = panic as $$
  begin
    raise log 'witness % %', new.id, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);
    return null;
  end $$;
  create trigger witness after insert on decision for each row execute function witness()`

export const installWitness = (url: string): Promise<unknown> => query(url, WITNESS)

/** The servers that wrote each decision, by its id. */
export function originsIn(logs: Log[]): Map<string, Origin[]> {
  const origins = new Map<string, Origin[]>()
  for (const { name: node, log } of logs)
    for (const [, id = '', timeline = ''] of log.matchAll(/witness (\S+) ([0-9A-F]{8})/g))
      origins.set(id, [...(origins.get(id) ?? []), { node, timeline: Number.parseInt(timeline, 16) }])
  return origins
}

/** Says for each writer how many of `ids` it wrote, and when the first and the last of them were acknowledged. */
export function byOrigin(ids: string[], acknowledgedAt: Map<string, number>, logs: Log[]): string[] {
  const origins = originsIn(logs)
  const groups = new Map<string, number[]>()
  for (const id of ids) {
    const wrote = (origins.get(id) ?? []).map(({ node, timeline }) => `${node} on timeline ${timeline}`)
    const key = wrote.join(' and ') || 'nobody'
    groups.set(key, [...(groups.get(key) ?? []), acknowledgedAt.get(id) ?? 0])
  }
  const time = (at: number) => new Date(at).toISOString().slice(11, 23)
  return [...groups].map(
    ([key, times]) =>
      `${times.length} written by ${key}, acknowledged ${time(Math.min(...times))} to ${time(Math.max(...times))}`,
  )
}

const STATE = `
  select current_setting('port') as port, pg_is_in_recovery() as standby,
    (select timeline_id from pg_control_checkpoint()) as timeline,
    current_setting('synchronous_standby_names') as synchronous,
    (select count(*)::int from decision) as decisions`

/** What a server says of itself. It never throws. */
export async function stateOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return JSON.stringify((await client.query(STATE)).rows[0])
  } catch (error) {
    return (error as Error).message
  } finally {
    client.end().catch(() => undefined)
  }
}

/** What Patroni says about leadership in a log, without PostgreSQL's lines. */
export const leadershipIn = (log: string): string[] =>
  log
    .split('\n')
    .filter(
      (line) =>
        /^\S+ \S+,\d+ /.test(line) &&
        !/ (HTTP|no action|Local timeline|Exception|WARNING: Traceback)/.test(line),
    )
    .slice(-40)
