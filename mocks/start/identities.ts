import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { loadCatalogue } from '../../api/catalogue/load.ts'

type Identity = { client_id: string; database: string; name: string; key: JWK }

/**
 * Makes the simulated holders' identities, once, in `folder`. Also writes `holders.json` for the api: those holders
 * and the holders of `extra`.
 * @returns path of `holders.json`.
 */
export async function prepareHolders(
  folder: string,
  catalogueFile: string,
  extra: string | undefined,
): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'identities.json')
  if (!existsSync(file))
    writeFileSync(file, JSON.stringify(await makeIdentities(catalogueFile)), { mode: 0o600 })
  const identities = JSON.parse(readFileSync(file, 'utf8')) as Identity[]
  const demo = identities.map(({ client_id, database, name, key }) => {
    const { d: _private, ...publicKey } = key
    return { client_id, name, jwks: { keys: [publicKey] }, databases: [database] }
  })
  const added = extra ? (JSON.parse(readFileSync(extra, 'utf8')) as { databases: string[] }[]) : []
  // A holder that a developer adds for a demo database replaces the simulated one.
  const taken = new Set(added.flatMap(({ databases }) => databases))
  const holders = [...demo.filter(({ databases }) => !databases.some((id) => taken.has(id))), ...added]
  const target = join(folder, 'holders.json')
  writeFileSync(target, JSON.stringify(holders, null, 2))
  return target
}

async function makeIdentities(catalogueFile: string): Promise<Identity[]> {
  const { all } = await loadCatalogue(catalogueFile)
  return Promise.all(
    all
      .filter(({ feed }) => feed)
      .map(async ({ id, name }) => {
        const { privateKey } = await generateKeyPair('ES256', { extractable: true })
        const key = { ...(await exportJWK(privateKey)), kid: id, alg: 'ES256', use: 'sig' }
        return { client_id: `holder-${id}`, database: id, name: name.en, key }
      }),
  )
}
