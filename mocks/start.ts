/**
 * `npm start`: the api with the built web, both mocks and the simulated holders, with demo settings. Variables that
 * are set take precedence. `--dev` puts Vite's server in front, which updates screens as they are edited.
 */
import { join, resolve } from 'node:path'
import { makeKeys } from '../api/keys/key-files.ts'
import { assumedInFile } from './resolver/eligible.ts'
import { buildWebIfStale } from './start/build-web.ts'
import { createChildren } from './start/children.ts'
import { prepareHolders } from './start/identities.ts'
import { prepareKiosks } from './start/kiosk.ts'
import { forgetLostStore } from './start/lost-store.ts'
import { requireFree } from './start/ports.ts'

const { env } = process
const dev = process.argv.includes('--dev')
const here = import.meta.dirname
const port = (name: string, fallback: number) => env[name] ?? String(fallback)
const ports = {
  api: port('ERABU_PORT', 3000),
  portal: port('PORTAL_PORT', 3001),
  resolver: port('RESOLVER_PORT', 3002),
  holders: port('HOLDER_PORT', 3003),
  ops: port('ERABU_OPS_PORT', 3009),
  vite: port('VITE_PORT', 5173),
}
const origin = env.ERABU_ORIGIN ?? `http://localhost:${dev ? ports.vite : ports.api}`
const data = resolve(env.ERABU_DATA ?? '.data')
const keys = resolve(env.ERABU_KEYS ?? join(data, 'keys'))
const holderData = join(data, 'holders')
const desks = resolve(env.ERABU_DESKS ?? join(here, 'start/desks.json'))
const catalogue = resolve(env.ERABU_CATALOGUE ?? join(here, '../api/catalogue/databases.json'))
const portalUrl = env.ERABU_PORTAL_URL ?? `http://127.0.0.1:${ports.portal}`
const resolverUrl = env.ERABU_RESOLVER_URL ?? `http://127.0.0.1:${ports.resolver}`

const children = createChildren()
let kiosk = ''
let assumed: string[] = []
try {
  await requireFree({
    ERABU_PORT: ports.api,
    PORTAL_PORT: ports.portal,
    RESOLVER_PORT: ports.resolver,
    HOLDER_PORT: ports.holders,
    ERABU_OPS_PORT: ports.ops,
    ...(dev ? { VITE_PORT: ports.vite } : {}),
  })
  if (!dev) buildWebIfStale()
  await makeKeys(keys, { demo: true })
  assumed = assumedInFile(catalogue)
  await forgetLostStore(data)
  const kiosks = await prepareKiosks(data, keys, env.ERABU_KIOSKS)
  kiosk = kiosks.addresses.map((address) => origin + address)[0] ?? '-'
  const common = {
    ERABU_ORIGIN: origin,
    ERABU_RESOLVER_URL: resolverUrl,
    ERABU_CATALOGUE: catalogue,
  }
  await Promise.all([
    children.start(
      'portal',
      [join(here, 'portal/main.ts')],
      {
        ...common,
        PORT: ports.portal,
        PORTAL_URL: portalUrl,
        RESOLVER_URL: resolverUrl,
        PORTAL_REDIRECT_URIS: `${origin}/api/portal/callback`,
      },
      `http://127.0.0.1:${ports.portal}/jwks.json`,
    ),
    children.start(
      'resolver',
      [join(here, 'resolver/main.ts')],
      {
        ...common,
        PORT: ports.resolver,
        ERABU_SEALED_SUBJECT_KEY_FILE: join(keys, 'sealed-subject.key'),
        LINKER_DATA: env.LINKER_DATA ?? join(data, 'linker'),
      },
      `http://127.0.0.1:${ports.resolver}/_control`,
    ),
    children.start(
      'api',
      [join(here, '../api/main.ts')],
      {
        ...common,
        ERABU_PORT: ports.api,
        ERABU_OPS_PORT: ports.ops,
        ERABU_PORTAL_URL: portalUrl,
        ERABU_DATA: data,
        ERABU_KEYS: keys,
        ERABU_HOLDERS: await prepareHolders(holderData, catalogue, env.ERABU_HOLDERS),
        ERABU_KIOSKS: kiosks.file,
        ERABU_DESKS: desks,
        ERABU_SCHEMES: env.ERABU_SCHEMES ?? 'id5,id4',
        ERABU_TICK_MS: env.ERABU_TICK_MS ?? '1000',
        ERABU_POOL_MIN: env.ERABU_POOL_MIN ?? '1',
        ERABU_POOL_MAX_S: env.ERABU_POOL_MAX_S ?? '1',
        ERABU_ALLOW_S: env.ERABU_ALLOW_S ?? '1',
        ERABU_LOG: env.ERABU_LOG ?? 'warn',
      },
      `http://127.0.0.1:${ports.ops}/healthz`,
    ),
  ])
  if (dev)
    await children.start(
      'vite',
      [
        join(here, '../node_modules/vite/bin/vite.js'),
        '--config',
        'web/vite.config.ts',
        '--port',
        ports.vite,
      ],
      { ERABU_PORT: ports.api },
      origin,
    )
  await children.start(
    'holders',
    [join(here, 'holder/main.ts')],
    { ...common, PORT: ports.holders, HOLDER_DATA: holderData },
    `http://127.0.0.1:${ports.holders}/_control`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await children.end(1)
}

console.log(`
えらぶ Erabu                     ${origin}
クリニックの端末 / kiosk           ${kiosk}
模擬の窓口 / desk, on paper        ${origin}/desk（用紙 / forms: ${origin}/forms）
模擬ポータル / portal mock        ${portalUrl}
模擬照会システム / resolver mock   ${resolverUrl}
模擬データ保有主体 / data holders  http://localhost:${ports.holders}
${
  assumed.length > 0
    ? `
模擬の想定: ${assumed.join('、')} は、いまの法律では履歴照会・回答システムを使えません。
Assumed: by present law ${assumed.join(' and ')} may not use the resolver. Here they do.
`
    : ''
}
鍵は使い捨てのデモ用です（${keys}）。止めるには Ctrl-C。
The keys are throw-away demo keys. Ctrl-C stops everything. No authenticator here? Run: npm run demo
`)
