import { newsOfFeeds } from '../store/feeds/streams.ts'
import type { Store } from '../store/store.ts'
import type { WakeUps } from './wake-ups.ts'

/**
 * Wakes the long polls of this process for what other processes published, queued or rewound. Asks the store once a
 * tick, in one statement.
 */
export function createOtherProcesses({ store, wakeUps }: { store: Store; wakeUps: WakeUps }) {
  let seen: Map<string, string> | null = null
  let generation = store.generation()
  return async function look(): Promise<void> {
    const rows = await store.read(newsOfFeeds)
    const now = new Map(rows.map(({ database_id, ...news }) => [database_id, JSON.stringify(news)]))
    // After a setback the store may count the same numbers again, so they prove nothing: every poll looks.
    const everybody = generation !== store.generation()
    generation = store.generation()
    if (seen)
      for (const database of new Set([...seen.keys(), ...now.keys()]))
        if (everybody || seen.get(database) !== now.get(database)) wakeUps.notify(database)
    seen = now
  }
}
