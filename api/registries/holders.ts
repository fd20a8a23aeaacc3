import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  CLIENT_ALGORITHMS,
  type ClientKey,
  ClientKeyFault,
  readClientKey,
} from '../domain/keys/client-key.ts'

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
  const reload = async () => {
    if (!file) return
    const parsed = HoldersFile.safeParse(await readJson(file))
    if (!parsed.success) throw new Error(`${file} is not a list of holders: ${z.prettifyError(parsed.error)}`)
    const next = new Map<string, Holder>()
    const owners = new Map<string, string>()
    for (const holder of parsed.data) {
      if (next.has(holder.client_id)) throw new Error(`${file}: client_id ${holder.client_id} stands twice`)
      for (const database of holder.databases) {
        if (!knownDatabases.has(database))
          throw new Error(`${file}: database ${database} is not in the catalogue`)
        const owner = owners.get(database)
        if (owner)
          throw new Error(`${file}: database ${database} belongs to ${owner} and ${holder.client_id}`)
        owners.set(database, holder.client_id)
      }
      next.set(holder.client_id, { ...holder, keys: keysOf(file, holder) })
    }
    byId = next
  }
  await reload()
  return { find: (clientId) => byId.get(clientId), reload }
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

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON`, { cause })
  }
}
