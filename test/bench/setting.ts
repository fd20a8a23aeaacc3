import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CatalogueFile, DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { FACTS } from '../../api/contract/facts.ts'
import { makeKeys } from '../../api/keys/key-files.ts'
import { createHolder, holderEntry, makeHolderKey } from '../support/holder.ts'
import { freePort } from '../support/ports.ts'
import { startServer } from './server-process.ts'

export type Setting = Awaited<ReturnType<typeof prepareSetting>>

const text = (words: string) => ({ ja: words, 'ja-easy': words, en: words })
const looked = { checked_on: '2026-01-01', review_by: '2026-01-01' }
const nothing = { mark: '?', ...looked } as const

const database = (id: string): DatabaseEntry => ({
  id,
  name: text(id),
  holder: text(id),
  status: 'live',
  in_force_on: null,
  opt_out: 'available',
  facts: {
    ...(Object.fromEntries(FACTS.map((name) => [name, nothing])) as DatabaseEntry['facts']),
    opt_out: { text: text('-'), sources: ['bench'], mark: 'S', ...looked },
  },
  resolver: { exception: null, may_use: 'unknown', ...nothing },
  feed: true,
  purposes: ['research'],
  self_from_age: null,
  notice_days: null,
  due_hours: 24,
})

const catalogueOf = (ids: string[]): CatalogueFile => ({
  sources: { bench: { title: 'bench', publisher: 'bench' } },
  databases: ids.map(database),
})

/**
 * A fresh folder with keys, a catalogue of `size` databases and a holder for each, and the environment of an api over
 * it. All holders share one key pair and differ in their ids.
 */
export async function prepareSetting(size: number, tickMs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-bench-'))
  const origin = `http://localhost:${await freePort()}`
  const databases = Array.from({ length: size }, (_, index) => `bench-${index + 1}`)
  const common = await makeHolderKey('bench', databases)
  const keyOf = (id: string) => ({ ...common, clientId: `holder-${id}`, databases: [id] })
  const path = (name: string) => join(folder, name)
  await makeKeys(path('keys'), { demo: true })
  await writeFile(path('catalogue.json'), JSON.stringify(catalogueOf(databases)))
  await writeFile(path('holders.json'), JSON.stringify(databases.map(keyOf).map(holderEntry)))
  const env = {
    ERABU_ORIGIN: origin,
    ERABU_PORT: new URL(origin).port,
    ERABU_DATA: path('data'),
    ERABU_KEYS: path('keys'),
    ERABU_CATALOGUE: path('catalogue.json'),
    ERABU_HOLDERS: path('holders.json'),
    ERABU_WEB: folder,
    ERABU_TICK_MS: String(tickMs),
    // Deliberate waits of changes are no work, so each goes out at the next tick.
    ERABU_POOL_MIN: '1',
    ERABU_POOL_MAX_S: '0',
    ERABU_ALLOW_S: '0',
    ERABU_LOG: 'warn',
  }

  return {
    folder,
    origin,
    databases,
    env,
    /** The api as in production, over the seeded store. */
    startApi: () => startServer('api/main.ts', `${origin}/jwks.json`, env),
    holder: (id: string) =>
      createHolder({ origin, resolverUrl: origin, key: keyOf(id), database: id, now: () => new Date() }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Runs something with a setting, and removes the setting afterwards. */
export async function withSetting<T>(
  { size, tickMs }: { size: number; tickMs: number },
  work: (setting: Setting) => Promise<T>,
): Promise<T> {
  const setting = await prepareSetting(size, tickMs)
  try {
    return await work(setting)
  } finally {
    await setting.remove()
  }
}
