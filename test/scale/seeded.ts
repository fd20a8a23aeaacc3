import { linkagesByToken } from '../../api/store/records/linkages.ts'
import { openStore, type Seeded, seedLinkages } from '../bench/seed.ts'
import type { World } from '../support/world.ts'

/**
 * Puts linkages straight into the store, while the service is stopped, because it ends when others write there. (`npm
 * run bench` measures registration.)
 */
export async function seed(world: World, database: string, count: number): Promise<Seeded[]> {
  let seeded: Seeded[] = []
  await world.restart(async () => {
    const db = openStore(world.deps.config.data, { durable: false })
    seeded = seedLinkages(db, { database, count })
    db.close()
  })
  return seeded
}

/** The same as their holder was told them. */
export const placed = ({ origin }: World, database: string, seeded: Seeded[]) =>
  seeded.map(({ token, list, idx }) => ({
    token,
    status_list: { uri: `${origin}/statuslists/${database}/research/${list}`, idx },
  }))

/** Revokes tokens as decisions do; the next tick publishes them. */
export function revokerOf({ deps, clock }: World, database: string) {
  const { revoke } = deps.minting
  return (tokens: string[]): Promise<unknown> =>
    deps.store.transact(async (tx) =>
      revoke(tx, await linkagesByToken(tx, database, tokens), {
        ordinal: 1,
        recorded_at: clock.now().getTime(),
      }),
    )
}
