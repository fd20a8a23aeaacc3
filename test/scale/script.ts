import { revokedDigest } from '../../mocks/holder/ledger.ts'
import { openScript } from '../contract/python-script.ts'
import type { World } from '../support/world.ts'
import { placed, revokerOf, seed } from './seeded.ts'
import { createStopwatch } from './stopwatch.ts'

const DATABASE = 'demo-registry'
/** Revocations of one tick. */
const TICK = 1000

/**
 * The script in Python over a spreadsheet of this many linkages. Its first run reads a feed with this many
 * revocations, and its second finds nothing new. Before its third run one more token is revoked. @param say is told
 * how long each took.
 * @returns how many rows each run allowed, and whether the last one ended with all revocations.
 */
export async function runScript(
  world: World,
  { linkages, revocations, folder }: { linkages: number; revocations: number; folder: string },
  say: (text: string) => void,
) {
  const watch = createStopwatch(say)
  const rows = placed(world, DATABASE, await seed(world, DATABASE, linkages))
  const revoke = revokerOf(world, DATABASE)
  const step = Math.floor(linkages / (revocations + 1))
  const tokens = rows.filter((_, n) => n % step === 0).map(({ token }) => token)
  for (let from = 0; from < revocations; from += TICK) {
    await revoke(tokens.slice(from, Math.min(from + TICK, revocations)))
    await world.tick()
  }
  await world.tick()
  const { clientId: client_id, kid, privateJwk } = world.holder(DATABASE).key
  const key = { ...privateJwk, kid }
  const script = openScript(folder, { issuer: world.origin, client_id, database: DATABASE, key }, rows)
  watch.lap(`${linkages} linkages, ${revocations} of them revoked, and a spreadsheet of them`)

  const usable = async (what: string) => {
    const { words, seconds, memory } = await script.measured()
    const count = words.filter((word) => word === 'yes').length
    const took = `${seconds.toFixed(1)} s of a processor, ${(memory / 1e6).toFixed(0)} MB`
    watch.lap(`the script in Python ${what}: ${count} rows may be used, ${took}`)
    return count
  }
  const first = await usable('reads the feed for the first time')
  const idle = await usable('finds nothing new')
  await revoke(tokens.slice(revocations, revocations + 1))
  await world.tick()
  const last = await usable('applies one more revocation')
  const { revoked } = script.state()
  return {
    usable: [first, idle, last],
    agrees: revokedDigest(revoked) === revokedDigest(tokens.slice(0, revocations + 1)),
  }
}
