import { z } from 'zod'
import {
  CLIENT_ALGORITHMS,
  type ClientKey,
  ClientKeyFault,
  readClientKey,
} from '../domain/keys/client-key.ts'
import { loadRegistry } from './registry.ts'

/** Of one holder: an overlap of old and new ones needs two, and each assertion may be tried with every one. */
const MOST_KEYS = 20

const Holder = z.strictObject({
  client_id: z.string().min(1).max(128),
  name: z.string().min(1).max(256),
  jwks: z.object({
    keys: z
      .array(z.looseObject({ kty: z.string() }))
      .min(1)
      .max(MOST_KEYS),
  }),
  databases: z.array(z.string()).min(1),
  /** Refuse this client's tokens unless they are bound to a key (RFC 9449). */
  dpop: z.boolean().default(false),
})

/** The file of `ERABU_HOLDERS`. */
export const HoldersFile = z.array(Holder)

/** A registered client: an organisation that holds databases. */
export type Holder = z.infer<typeof Holder> & { keys: ClientKey[] }

/** The registered holders, read from a file and again on request. */
export type Holders = { find(clientId: string): Holder | undefined; reload(): Promise<void> }

/**
 * Loads the holders of `file` (null: none). `reload` keeps the old ones when the new file has a fault.
 * @throws Error that names the file and what is wrong with it.
 */
export async function loadHolders(
  file: string | null,
  knownDatabases: ReadonlySet<string>,
): Promise<Holders> {
  let byId = new Map<string, Holder>()
  const registry = await loadRegistry(file, {
    list: HoldersFile,
    of: 'holders',
    nameOf: ({ client_id }) => `client_id ${client_id}`,
    finish(entries, file) {
      checkDatabases(entries, file, knownDatabases)
      const holders = entries.map((entry): Holder => ({ ...entry, keys: keysOf(file, entry) }))
      byId = new Map(holders.map((holder) => [holder.client_id, holder]))
      return holders
    },
  })
  return { find: (clientId) => byId.get(clientId), reload: registry.reload }
}

/** @throws Error for a database that is not in the catalogue, or belongs to two clients. */
function checkDatabases(
  entries: z.infer<typeof HoldersFile>,
  file: string,
  known: ReadonlySet<string>,
): void {
  const owners = new Map<string, string>()
  for (const { client_id, databases } of entries)
    for (const database of databases) {
      if (!known.has(database)) throw new Error(`${file}: database ${database} is not in the catalogue`)
      const owner = owners.get(database)
      if (owner) throw new Error(`${file}: database ${database} belongs to ${owner} and ${client_id}`)
      owners.set(database, client_id)
    }
}

/** @throws Error that names the client and which key of its list it is. */
function keysOf(file: string, { client_id, jwks }: z.infer<typeof Holder>): ClientKey[] {
  const keys = jwks.keys.map((jwk, index) => {
    try {
      return readClientKey(jwk)
    } catch (fault) {
      if (!(fault instanceof ClientKeyFault)) throw fault
      throw new Error(`${file}: key ${index + 1} of client ${client_id} ${fault.message}`)
    }
  })
  if (keys.every(({ algorithms }) => algorithms.length === 0))
    throw new Error(`${file}: client ${client_id} has no key for ${CLIENT_ALGORITHMS.join(', ')}`)
  return keys
}
