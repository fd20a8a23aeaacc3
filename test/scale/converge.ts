import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { headOf } from '../../api/store/feeds/heads.ts'
import { revokedDigest } from '../../mocks/holder/ledger.ts'
import { createReferenceHolder } from '../../mocks/holder/reference.ts'
import { openTables, type Tables } from '../../mocks/holder/tables.ts'
import type { World } from '../support/world.ts'
import { placed, revokerOf, seed } from './seeded.ts'
import { createStopwatch } from './stopwatch.ts'

const DATABASE = 'demo-registry'
/** A holder that has not settled after this many polls never will. */
const ROUNDS = 10_000

/** The final state of a holder. */
export type End = { revoked_count: number; revoked_digest: string }

type Course = { linkages: number; revocations: number; ticks: number; folder: string }

/**
 * One database with many linkages, of which many are revoked, tick by tick, and three reference holders. One polls
 * all along. One sleeps from half-time on, when its disk is copied, and comes back after the end. A cold one knows
 * only its linkages and reads the lists. @param say is told what was done, with its figures. @returns the final state
 * of each.
 */
export async function converge(world: World, course: Course, say: (text: string) => void) {
  const { linkages, revocations, ticks, folder } = course
  const watch = createStopwatch(say)
  const fileOf = (name: string) => join(folder, `${name}.db`)
  const { clientId: client_id, privateKey: key, kid } = world.holder(DATABASE).key
  const config = { issuer: world.origin, client_id, key, kid, database: DATABASE }
  const around = { now: () => world.clock.now().getTime(), fetch: twice }
  const start = (tables: Tables) => createReferenceHolder(config, tables, around)

  const seeded = placed(world, DATABASE, await seed(world, DATABASE, linkages))
  const tables = openTables(fileOf('polling'))
  for (const [person, place] of seeded.entries())
    tables.add(`${person}`, 'research', { ...place, state: 'usable', usable_from: null })
  tables.save()
  await world.tick()
  watch.lap(`${linkages} linkages in the store and with their holder`)
  copyFileSync(fileOf('polling'), fileOf('cold'))

  const step = Math.floor(linkages / revocations)
  const tokens = seeded
    .filter((_, n) => n % step === 0)
    .map(({ token }) => token)
    .slice(0, revocations)
  const polling = start(tables)
  const revoke = revokerOf(world, DATABASE)
  await settle(polling, true)
  for (let tick = 0; tick < ticks; tick++) {
    if (tick === ticks >> 1) copyFileSync(fileOf('polling'), fileOf('sleeping'))
    const [from, to] = [tick, tick + 1].map((nth) => Math.round((nth * revocations) / ticks))
    await revoke(tokens.slice(from, to))
    await world.tick()
    await settle(polling, true)
  }
  watch.lap(`${revocations} revoked in ${ticks} ticks, with a holder that polls`)

  const asleep = openTables(fileOf('sleeping'))
  const slept = asleep.through()
  await settle(start(asleep), false)
  watch.lap(`a holder that slept from ${slept} on comes back`)

  const records = openTables(fileOf('cold'))
  const cold = start(records)
  await cold.readLists()
  const closed: string[] = []
  for (const linkage of records.each()) if (cold.usability(linkage) !== 'usable') closed.push(linkage.token)
  watch.lap('a cold holder reads the lists and checks every linkage')

  const ended = ({ head }: Tables): End => {
    const { revoked_count, revoked_digest } = head()
    return { revoked_count, revoked_digest }
  }
  const { revoked_count, revoked_digest } = await world.deps.store.read((db) => headOf(db, DATABASE))
  return {
    slept,
    memory: watch.memory(),
    revoked: { revoked_count: tokens.length, revoked_digest: revokedDigest(tokens) },
    ends: {
      api: { revoked_count, revoked_digest },
      polling: ended(tables),
      slept: ended(asleep),
      cold: { revoked_count: closed.length, revoked_digest: revokedDigest(closed) },
    },
  }
}

/**
 * Retries once when the connection broke: api and holders share a process here, and after long work a holder uses a
 * connection that was idle for too long. A holder may repeat anything that it sends.
 */
const twice: typeof fetch = (input, init) => fetch(input, init).catch(() => fetch(input, init))

/**
 * Polls until the holder is at the head and its report agreed.
 * @param steady a fault ends the run; without it one fault is allowed: to find that the feed continues beyond what we
 *   applied.
 */
async function settle(holder: ReturnType<typeof createReferenceHolder>, steady: boolean): Promise<void> {
  let faults = steady ? 0 : 1
  for (let round = 0; round < ROUNDS; round++) {
    await holder.round({ wait: false }).catch((fault: unknown) => {
      if (faults-- === 0) throw fault
    })
    const { match, through, head } = holder.status()
    if (match && through === head?.seq) return
  }
  throw new Error(`not at rest after ${ROUNDS} polls: ${JSON.stringify(holder.status())}`)
}
