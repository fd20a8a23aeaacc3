import { CompactEncrypt } from 'jose'
import type { World } from '../support/world.ts'

/**
 * Seals a person for a database with the resolver's key, by the written format: `dir`, A256GCM.
 * @param age seconds since it was sealed; negative: it is from the future.
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
  const content = { id5, aud: database, iat: Math.floor(world.clock.now().getTime() / 1000) - age }
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(world.deps.keys.sealedSubject)
}
