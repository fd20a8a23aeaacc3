import type { Context } from 'hono'
import type { Env } from '../http/env.ts'
import { ProblemError } from '../problem.ts'
import type { StreamRow } from '../store/feeds/rows.ts'
import { streamsOf } from '../store/feeds/streams.ts'
import type { Store } from '../store/store.ts'

/** The id, if it names a database of the client. @throws ProblemError not-found for every other */
export function ownDatabase(c: Context<Env>, id: string | undefined): string {
  if (id === undefined || !c.get('holder').databases.includes(id)) throw new ProblemError('not-found')
  return id
}

/** Streams of the client. */
export const ownStreams = (c: Context<Env>, { store }: { store: Store }): Promise<StreamRow[]> =>
  store.memo(`streams ${c.get('holder').databases.join(' ')}`, (db) =>
    streamsOf(db, c.get('holder').databases),
  )

/** One stream of the client. @throws ProblemError not-found for every other */
export async function ownStream(
  c: Context<Env>,
  deps: { store: Store },
  id: string | undefined,
): Promise<StreamRow> {
  const stream = (await ownStreams(c, deps)).find((stream) => stream.id === id)
  if (!stream) throw new ProblemError('not-found')
  return stream
}
