import { createCipheriv, randomBytes } from 'node:crypto'
import type { World } from '../support/world.ts'

/**
 * Seals a person for a database with the resolver's key, as the written format says: `dir`, A256GCM.
 * @param age seconds since it was sealed; negative: it comes from the future.
 */
export async function sealedSubject(
  world: World,
  database: string,
  coverage: object,
  age = 0,
): Promise<string> {
  const response = await fetch(`${world.surroundings.resolverUrl}/id5`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('erabu:demo-resolver-secret').toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ coverage }),
  })
  const { id5 } = (await response.json()) as { id5: string }
  return sealId5(world, database, id5, age)
}

const HEADER = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')

/** The same for somebody whom the resolver need not know: JWE compact serialization (RFC 7516 §7.1). */
export function sealId5(world: World, database: string, id5: string, age = 0): string {
  const content = { id5, aud: database, iat: Math.floor(world.clock.now().getTime() / 1000) - age }
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', world.deps.keys.sealedSubject, iv).setAAD(Buffer.from(HEADER))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()])
  const [nonce, text, tag] = [iv, sealed, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'))
  return `${HEADER}..${nonce}.${text}.${tag}`
}
