import pg from 'pg'

/** SQLSTATE: undefined function, feature not supported. Engines that only imitate PostgreSQL have no timeline. */
const UNKNOWN = ['42883', '0A000']

/** What all connections of one store have seen. */
export type Continuity = ReturnType<typeof createContinuity>

/**
 * Watches whether the server behind the connections is still the leader. Each promotion of a standby begins a
 * timeline with a higher number. A server with a lower timeline than one already seen is a former leader, and after a
 * freeze or a network cut it may not know that.
 */
export function createContinuity() {
  let breaks = 0
  let highest: number | null = null
  return {
    /** Counts lost connections, commits of unknown outcome, and promotions. */
    breaks: () => breaks,
    /** A connection was lost, or the outcome of a commit is unknown. */
    broke(): void {
      breaks += 1
    },
    /** A new connection reports its timeline. */
    met(timeline: number | null): void {
      if (timeline === null || (highest !== null && timeline <= highest)) return
      if (highest !== null) breaks += 1
      highest = timeline
    },
    /** Whether no later timeline is known. */
    leads: (timeline: number | null): boolean => timeline === null || highest === null || timeline >= highest,
    timeline: () => highest,
    /** Forgets later timelines: from the next connection on, the server that is met leads. */
    forget(): void {
      highest = null
      breaks += 1
    },
  }
}

/** The timeline of the server. Null: it has none. @throws Error when it is a standby */
export async function timelineOf(client: pg.ClientBase): Promise<number | null> {
  try {
    const { rows } = await client.query<{ timeline: number | null }>(`
      select case when pg_is_in_recovery() then null
        else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end as timeline`)
    const timeline = rows[0]?.timeline ?? null
    if (timeline === null) throw new Error('the server is a standby')
    return timeline
  } catch (error) {
    if (error instanceof pg.DatabaseError && UNKNOWN.includes(error.code ?? '')) return null
    throw error
  }
}
