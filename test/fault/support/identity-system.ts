import { randomInt } from 'node:crypto'
import { startApiProcess } from '../../support/api-process.ts'
import { createCheck } from '../../support/check/check.ts'
import { startFleet } from './fleet.ts'

const SETTINGS = { ERABU_TICK_MS: '20', ERABU_LOG: 'warn', ERABU_SCHEMES: 'id5,id4,kyotsu' }
const PROCESSES = 2

export type IdentitySystem = Awaited<ReturnType<typeof startEmbedded>>

/** One process on the embedded store that tells people apart by every identifier. */
export async function startEmbedded() {
  const api = await startApiProcess(SETTINGS)
  const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
  return {
    origin: api.origin,
    env: api.env as Record<string, string>,
    holder: api.holder,
    check: createCheck({ place: { data: api.data }, origin: api.origin, signingKey: keys[0] }),
    /** Kills a process, or all of them. */
    strike: api.kill,
    /** Ends every process. */
    end: api.kill,
    /** Starts what does not run. */
    async begin(): Promise<void> {
      await api.start()
    },
    close: api.close,
  }
}

/** The same as two processes on PostgreSQL. */
export async function startShared(databaseUrl: string): Promise<IdentitySystem> {
  const fleet = await startFleet(databaseUrl, PROCESSES, undefined, SETTINGS)
  const dead = new Set<(typeof fleet.processes)[number]>()
  const kill = async (some: typeof fleet.processes) => {
    for (const one of some) dead.add(one)
    await Promise.all(some.map((one) => one.kill()))
  }
  return {
    origin: fleet.origin,
    env: fleet.env,
    holder: fleet.holder,
    check: fleet.check,
    async strike(): Promise<void> {
      const chosen = fleet.processes[randomInt(PROCESSES + 1)]
      await kill(chosen ? [chosen] : fleet.processes)
    },
    end: () => kill(fleet.processes),
    async begin(): Promise<void> {
      await Promise.all([...dead].map((one) => one.start()))
      dead.clear()
    },
    close: fleet.close,
  }
}
