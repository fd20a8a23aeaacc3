import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { makeKeys } from '../../api/keys/key-files.ts'
import { DESKS } from './desks.ts'
import { createHolder, type Holder, holderEntry, makeHolderKey } from './holder.ts'
import { KIOSKS } from './kiosk.ts'
import { startSurroundings } from './surroundings.ts'

/** The databases of the catalogue whose holders read our feed. */
export const FEEDS = ['demo-jisedai', 'demo-registry', 'demo-biobank', 'demo-statutory'] as const
export type FeedId = (typeof FEEDS)[number]

/**
 * What an api needs before it starts: a fresh folder with keys, holders and a small web, and the portal and the
 * resolver on loopback. `env` is the api's environment; every change goes out at the next tick.
 */
export async function prepareSetting(origin: string, now: () => Date = () => new Date()) {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-test-'))
  const data = join(folder, 'data')
  const keys = join(folder, 'keys')
  const web = join(folder, 'web')
  await makeKeys(keys, { demo: true })
  await mkdir(join(web, 'assets'), { recursive: true })
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Erabu</title>')
  await writeFile(join(web, 'assets', 'app-1a2b3c.js'), 'export {}')
  await writeFile(join(web, 'assets', 'app-1a2b3c.js.gz'), gzipSync('export {}'))
  const holderKeys = await Promise.all(FEEDS.map((id) => makeHolderKey(`holder-${id}`, [id])))
  await writeFile(join(folder, 'holders.json'), JSON.stringify(holderKeys.map(holderEntry)))
  await writeFile(join(folder, 'kiosks.json'), JSON.stringify(KIOSKS))
  await writeFile(join(folder, 'desks.json'), JSON.stringify(DESKS))
  const surroundings = await startSurroundings(keys, origin, now)

  return {
    data,
    surroundings,
    env: {
      ERABU_ORIGIN: origin,
      ERABU_PORT: new URL(origin).port,
      ERABU_DATA: data,
      ERABU_KEYS: keys,
      ERABU_HOLDERS: join(folder, 'holders.json'),
      ERABU_KIOSKS: join(folder, 'kiosks.json'),
      ERABU_DESKS: join(folder, 'desks.json'),
      ERABU_WEB: web,
      ERABU_POOL_MIN: '1',
      ERABU_POOL_MAX_S: '0',
      ERABU_ALLOW_S: '0',
      ERABU_PORTAL_URL: surroundings.portalUrl,
      ERABU_RESOLVER_URL: surroundings.resolverUrl,
    },

    /** The system of the holder of a database. */
    holder(database: FeedId): Holder {
      const key = holderKeys.find(({ databases }) => databases.includes(database))
      if (!key) throw new Error(`no holder of ${database}`)
      return createHolder({ origin, resolverUrl: surroundings.resolverUrl, key, database, now })
    },

    async remove(): Promise<void> {
      await surroundings.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
