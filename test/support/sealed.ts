import { CompactEncrypt } from 'jose'
import type { Purpose } from '../../api/contract/catalogue.ts'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import { ndjson } from './holder.ts'
import { linked } from './pooled.ts'
import type { World } from './world.ts'

/** Seals any content for a database with the key that sources have, as one would. */
export const sealedWith = (key: Uint8Array, database: string, content: object, now = new Date()) =>
  new CompactEncrypt(
    new TextEncoder().encode(
      JSON.stringify({ ...content, aud: database, iat: Math.floor(now.getTime() / 1000) }),
    ),
  )
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key)

/** The same, for a world. */
export const sealed = ({ deps, clock }: World, database: string, content: object): Promise<string> =>
  sealedWith(deps.keys.sealedSubject, database, content, clock.now())

type DatabaseId = Parameters<World['holder']>[0]

/** Registers linkages of sealed subjects with these contents. */
export async function linkSealed(
  world: World,
  database: DatabaseId,
  contents: object[],
  purpose: Purpose = 'research',
): Promise<LinkageAnswer[]> {
  const lines = await Promise.all(
    contents.map(async (content) => JSON.stringify({ subject: await sealed(world, database, content) })),
  )
  const response = await world.holder(database).postLinkages(purpose, `${lines.join('\n')}\n`)
  if (!response.ok) throw new Error(`POST /linkages: ${response.status} ${await response.text()}`)
  return ndjson<LinkageAnswer>(await response.text())
}

/** Registers one linkage that is taken. */
export const linkOne = async (world: World, database: DatabaseId, content: object, purpose?: Purpose) =>
  linked(await linkSealed(world, database, [content], purpose))
