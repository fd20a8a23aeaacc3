import { createHash } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { createApp } from '../../api/app.ts'
import { readConfig } from '../../api/config.ts'
import { createDeps, type Deps, withServices } from '../../api/deps.ts'
import type { Rate } from '../../api/http/buckets.ts'
import { createCheck } from './check/check.ts'
import { readStored, type Stored } from './check/stored.ts'
import { createClock } from './clock.ts'
import { leavePlace, placeForStore } from './engine.ts'
import { createPatient } from './patient.ts'
import { listen } from './serve.ts'
import { prepareSetting } from './setting.ts'

/** Tables of sessions and challenges, which a refused request may change. */
const BOOKKEEPING = new Set<keyof Stored>(['session', 'challenge', 'proofing', 'assertion', 'kiosk'])

export type World = Awaited<ReturnType<typeof startWorld>>

/**
 * The whole service on loopback in a fresh folder. Around it are the portal and the resolver, a clock that can be
 * advanced, and a publisher that ticks when told to. `web`: folder of a built web, otherwise a page of one line.
 * `embedded`: on the embedded store, whichever engine the run tests. `settings`: additional environment. `rate`:
 * replaces every rate limit. `log`: where it is written to.
 */
export async function startWorld({
  web,
  embedded = false,
  settings = {},
  rate,
  log = pino({ level: 'silent' }),
}: {
  web?: string
  embedded?: boolean
  settings?: Record<string, string>
  rate?: Rate
  log?: Logger
} = {}) {
  const clock = createClock()
  const server = await listen('localhost')
  const origin = `http://localhost:${server.port}`
  const setting = await prepareSetting(origin, clock.now)
  const { now, monotonic } = clock
  const place = embedded ? { data: setting.data } : await placeForStore(setting.data)
  const env = {
    ...setting.env,
    ...settings,
    ...(web && { ERABU_WEB: web }),
    ...('url' in place && { DATABASE_URL: place.url }),
  }
  const rates = rate && {
    rates: { address: rate, session: rate, decision: rate, signIn: rate, kiosk: rate, client: rate },
  }
  async function start(changed: Record<string, string> = {}) {
    const deps = await createDeps(readConfig({ ...env, ...changed }), {
      clock: { now, monotonic },
      log,
      ...rates,
    })
    return { deps, app: createApp(deps), publisher: deps.publisher }
  }
  async function stop({ deps, publisher }: Awaited<ReturnType<typeof start>>) {
    deps.wakeUps.close()
    await publisher.stop()
    await deps.store.close()
  }
  let running = await start()
  server.mount((request, env) => running.app.fetch(request, env))

  return {
    origin,
    /** Where the store is. */
    place,
    get deps() {
      return running.deps
    },
    clock,
    surroundings: setting.surroundings,
    holder: setting.holder,
    check: createCheck({
      place,
      origin,
      signingKey: running.deps.keys.signing.publicJwks[0],
      longest: running.deps.config.pool,
      catalogue: () => running.deps.databases.all,
    }),
    /** One run of the publisher. */
    tick: () => running.publisher.tick(),
    /**
     * Ends the service and starts it again on its store: its memory is lost.
     * @param meanwhile what is done to the store in between.
     * @param changed settings that differ from then on, until the next restart.
     */
    async restart(
      meanwhile: () => Promise<void> = async () => {},
      changed: Record<string, string> = {},
    ): Promise<void> {
      await stop(running)
      await meanwhile()
      running = await start(changed)
    },
    /** Starts the service again where a start was refused. */
    async begin(): Promise<void> {
      running = await start()
    },
    /** Replaces parts of the service; requests meet them from now on. */
    replace(parts: Partial<Deps>): void {
      running = { ...running, app: createApp(withServices({ ...running.deps, ...parts })) }
    },
    patient: (options: Omit<Parameters<typeof createPatient>[0], 'origin'> = {}) =>
      createPatient({ origin, ...options }),

    /** Hash over every row except those of `BOOKKEEPING` and of `besides`: equal when nothing happened. */
    async fingerprint(...besides: (keyof Stored)[]): Promise<string> {
      const kept = Object.entries(await readStored(place)).filter(
        ([table]) => !BOOKKEEPING.has(table as keyof Stored) && !besides.includes(table as keyof Stored),
      )
      return createHash('sha256').update(JSON.stringify(kept)).digest('base64url')
    },

    async close(): Promise<void> {
      running.deps.wakeUps.close()
      await server.close()
      await stop(running)
      await leavePlace(place)
      await setting.remove()
    },
  }
}
