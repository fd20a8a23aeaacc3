import { createApiProcess } from '../../support/api-process.ts'
import { createCheck } from '../../support/check/check.ts'
import { freePort } from '../../support/ports.ts'
import { prepareSetting } from '../../support/setting.ts'
import { startBalancer } from './balancer.ts'

export type Fleet = Awaited<ReturnType<typeof startFleet>>

/** Several api processes, each with its publisher, on one PostgreSQL, behind one origin. */
export async function startFleet(
  databaseUrl: string,
  count: number,
  checkUrl = databaseUrl,
  settings: Record<string, string> = {},
) {
  const ports: number[] = []
  const ops: number[] = []
  for (let i = 0; i < count; i++) {
    ports.push(await freePort())
    ops.push(await freePort())
  }
  const balancer = await startBalancer(() => ports)
  const origin = `http://localhost:${balancer.port}`
  const setting = await prepareSetting(origin)
  const env = {
    ...setting.env,
    ERABU_TICK_MS: '50',
    ERABU_LOG: 'warn',
    ...settings,
    DATABASE_URL: databaseUrl,
  }
  const processes = ports.map((port, index) =>
    createApiProcess({ ...env, ERABU_PORT: String(port), ERABU_OPS_PORT: String(ops[index]) }),
  )
  await Promise.all(processes.map((process) => process.start()))
  const { keys } = (await (await fetch(`${origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }

  return {
    origin,
    processes,
    /** Ports of health and metrics. */
    ops,
    env,
    databaseUrl,
    holder: setting.holder,
    check: createCheck({ place: { url: checkUrl }, origin, signingKey: keys[0] }),
    async close(): Promise<void> {
      await Promise.all(processes.map((process) => process.end()))
      await balancer.close()
      await setting.remove()
    },
  }
}
