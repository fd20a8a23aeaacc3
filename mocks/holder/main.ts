import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { loadCatalogue } from '../../api/catalogue/load.ts'
import { refuseProduction, serveMock } from '../http.ts'
import { residents } from '../residents.ts'
import { createHolderApp } from './app.ts'
import { createHolder } from './holder.ts'
import { createSeals } from './seals.ts'

refuseProduction('holders')
const { env } = process
const issuer = env.ERABU_ORIGIN ?? 'http://localhost:3000'
const resolverUrl = env.ERABU_RESOLVER_URL ?? 'http://127.0.0.1:3002'
const usesNewIdentifier = (env.ERABU_SCHEMES ?? '').split(/[\s,]+/).includes('kyotsu')
const data = env.HOLDER_DATA ?? '.data/holders'

/** `[{ client_id, database, key }]`: the private keys of the demo's holders, whose public keys the api knows. */
type Identity = { client_id: string; database: string; key: JWK & { kid: string } }
const identities = JSON.parse(readFileSync(join(data, 'identities.json'), 'utf8')) as Identity[]
const catalogue = await loadCatalogue(
  env.ERABU_CATALOGUE ?? join(import.meta.dirname, '../../api/catalogue/databases.json'),
)

let told = false
/** Once, however many databases notice it. */
function tellAnother(): void {
  if (!told)
    console.log(
      '別のデータベースです（.data/erabu.db か DATABASE_URL が変わりました）。データ保有主体は、すべてのひも付けを登録し直します。前に止めた記録は、止めたままです。\nThe api has another store than these holders remember (.data/erabu.db or DATABASE_URL changed): they register all of their linkages again. What was stopped before stays stopped.',
    )
  told = true
}

const holders = identities.flatMap(({ client_id, database, key }) => {
  const entry = catalogue.find(database)
  if (!entry) return []
  const holder = createHolder(
    {
      issuer,
      client_id,
      key,
      kid: key.kid,
      database,
      purposes: entry.purposes,
      demandsNotice: entry.notice_days !== null,
      file: join(data, `${database}.json`),
    },
    {
      residents,
      tellAnother,
      ...createSeals({
        resolverUrl,
        issuerUrl: usesNewIdentifier ? (env.ERABU_ISSUER_URL ?? `${resolverUrl}/issuer`) : null,
        client_id,
        secret: env.HOLDER_SECRET ?? 'demo-holder-secret',
      }),
    },
  )
  return [{ holder, name: entry.name, resolver: entry.resolver.may_use }]
})

for (const { holder } of holders) void holder.run(new AbortController().signal)
serveMock('holders', createHolderApp({ holders, residents }), Number(env.PORT ?? 3003))
