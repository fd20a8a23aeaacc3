import type { Context } from 'hono'
import { CompactEncrypt } from 'jose'
import { z } from 'zod'
import { RecordEntry } from './coverage-schema.ts'
import { isBasic } from './http.ts'

const SealedBody = z.object({ coverages: z.array(z.unknown()).max(10_000) })

/** What is inside of a seal, beside `aud` and `iat`. `scheme` says which identifier it is. */
type Content = { scheme: 'id5' | 'id4' | 'kyotsu' } & Record<string, unknown>
/** What a record leads to. */
export type Found = { content: Content } | { error: 'invalid_coverage' | 'unknown_coverage' }

/** Content is padded to multiples of this, in bytes: up to two candidates of ID4 are as long as one ID5. */
const BLOCK = 256

/**
 * Makes JWEs (`dir`, A256GCM) that only Erabu opens: different every time, and padded with spaces, so that their length
 * does not tell a holder which kind it is. @param key 32 bytes shared with the api.
 */
export const createSealer = (key: Buffer, now: () => Date) => (content: Content, database: string) => {
  const text = JSON.stringify({ ...content, aud: database, iat: Math.floor(now().getTime() / 1000) })
  const padded = text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK)
  return new CompactEncrypt(new TextEncoder().encode(padded))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key)
}

export type SealDeps = {
  holderSecret: string
  /** Whether the law lets the holder of this database ask. */
  mayAsk(database: string): boolean
  seal: ReturnType<typeof createSealer>
}

/**
 * Answers `POST …/sealed-subjects?database=`: a subject or an error for each record, in the same order. A holder that may
 * not ask by law is told `not-eligible`, for every person.
 */
export const sealSubjects = (deps: SealDeps & { find(entry: RecordEntry): Found }) => async (c: Context) => {
  const [, encoded = ''] = (c.req.header('authorization') ?? '').split(' ')
  const client = Buffer.from(encoded, 'base64').toString().split(':')[0] ?? ''
  if (!client || !isBasic(c.req.header('authorization'), client, deps.holderSecret))
    return c.json({ error: 'invalid_client' }, 401)
  const database = c.req.query('database')
  const body = SealedBody.safeParse(await c.req.json().catch(() => null))
  if (!database || !body.success) return c.json({ error: 'invalid_request' }, 400)
  if (!deps.mayAsk(database)) return c.json({ error: 'not-eligible' }, 403)
  const subjects = await Promise.all(
    body.data.coverages.map(async (one) => {
      const entry = RecordEntry.safeParse(one)
      if (!entry.success) return { error: 'invalid_coverage' }
      const found = deps.find(entry.data)
      return 'error' in found ? found : { subject: await deps.seal(found.content, database) }
    }),
  )
  return c.json({ subjects })
}
