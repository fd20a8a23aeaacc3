import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports.ts'
import { ROOT } from './sources.ts'

const START_MS = 90_000

/** A record at a simulated holder, as its console shows it. */
export type HeldRecord = {
  resident: string
  purpose: string
  token: string
  state: string
  seq: number | null
}

export type DemoSystem = Awaited<ReturnType<typeof startDemoSystem>>

export type DemoPlace = Awaited<ReturnType<typeof demoPlace>>

/** Free ports and an empty folder, in which the demo can be started repeatedly. */
export async function demoPlace() {
  const data = await mkdtemp(join(tmpdir(), 'erabu-demo-'))
  const [api, portal, resolver, holders, ops] = await Promise.all([1, 2, 3, 4, 5].map(() => freePort()))
  return {
    data,
    ports: { api, portal, resolver, holders, ops },
    remove: () => rm(data, { recursive: true, force: true }),
  }
}

/**
 * `npm start`: the api with the built web, both mocks, and the simulated holders.
 * @param settings in addition to those of the place. @param place where it starts; without it a place that ends with
 *   the system.
 */
export async function startDemoSystem(settings: Record<string, string> = {}, place?: DemoPlace) {
  const { data, ports, remove } = place ?? (await demoPlace())
  const origin = `http://localhost:${ports.api}`
  const consoleUrl = `http://localhost:${ports.holders}`
  const child = spawn(process.execPath, [join(ROOT, 'mocks/start.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      ERABU_PORT: String(ports.api),
      PORTAL_PORT: String(ports.portal),
      RESOLVER_PORT: String(ports.resolver),
      HOLDER_PORT: String(ports.holders),
      ERABU_OPS_PORT: String(ports.ops),
      ERABU_DATA: data,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })

  async function close(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    if (!place) await remove()
  }

  const until = Date.now() + START_MS
  while (!output.includes(consoleUrl)) {
    if (child.exitCode !== null || Date.now() > until) {
      await close()
      throw new Error(`the demo did not start:\n${output.slice(-3000)}`)
    }
    await sleep(100)
  }

  async function control(body: unknown): Promise<void> {
    const answer = await fetch(`${consoleUrl}/_control`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the holders' control answered ${answer.status}`)
  }

  return {
    origin,
    consoleUrl,
    portalUrl: `http://127.0.0.1:${ports.portal}`,
    output: () => output,
    close,

    /** What the holder of a database holds about one person. */
    async held(database: string, resident: string): Promise<HeldRecord[]> {
      type Consoles = { holders: { database: string; records: HeldRecord[] }[] }
      const { holders } = (await (await fetch(`${consoleUrl}/_control`)).json()) as Consoles
      const records = holders.find((holder) => holder.database === database)?.records ?? []
      return records.filter((record) => record.resident === resident)
    },
    /** Makes a holder link a resident for every missing purpose. */
    register: (database: string, resident: string) => control({ register: { database, resident } }),
    pause: (database: string) => control({ pause: database }),
    resume: (database: string) => control({ resume: database }),
  }
}
