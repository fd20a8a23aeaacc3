import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../start/ports.ts'

const START_MS = 90_000
const START = join(import.meta.dirname, '../start.ts')
const WITH_PARENT = join(import.meta.dirname, '../start/with-parent.ts')

export type DemoPlace = Awaited<ReturnType<typeof demoPlace>>

/** Free ports and an empty folder, in which the demo can be started repeatedly. */
export async function demoPlace() {
  const data = await mkdtemp(join(tmpdir(), 'erabu-demo-'))
  const [api, portal, resolver, holders, ops] = await Promise.all([1, 2, 3, 4, 5].map(() => freePort()))
  return {
    data,
    ports: { api, portal, resolver, holders, ops },
    remove: () => rm(data, { recursive: true, force: true, maxRetries: 5 }),
  }
}

export type OwnSystem = Awaited<ReturnType<typeof startOwnSystem>>

/**
 * `npm start` in a place of its own. It ends with this process, however that ends.
 * @param settings in addition to those of the place. @throws Error with its output when it does not start.
 */
export async function startOwnSystem({ data, ports }: DemoPlace, settings: Record<string, string> = {}) {
  const consoleUrl = `http://localhost:${ports.holders}`
  const child = spawn(process.execPath, ['--import', WITH_PARENT, START], {
    cwd: join(import.meta.dirname, '../..'),
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
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })

  async function close(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }

  const until = Date.now() + START_MS
  while (!output.includes(consoleUrl)) {
    if (child.exitCode !== null || Date.now() > until) {
      await close()
      throw new Error(`the demo did not start:\n${output.slice(-3000)}`)
    }
    await sleep(100)
  }

  return {
    origin: `http://localhost:${ports.api}`,
    consoleUrl,
    portalUrl: `http://127.0.0.1:${ports.portal}`,
    resolverUrl: `http://127.0.0.1:${ports.resolver}`,
    output: () => output,
    close,

    /** Sends a wish to the control of the holders. @returns their answer. */
    async control(body: object): Promise<Response> {
      const answer = await fetch(`${consoleUrl}/_control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`the holders' control answered ${answer.status}`)
      return answer
    },
  }
}
