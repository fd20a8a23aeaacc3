import type { JWTVerifyResult } from 'jose'
import { z } from 'zod'
import { tryJson } from '../domain/json.ts'

const Part = z.record(z.string(), z.unknown())

type Part = z.infer<typeof Part>

/** Header and claims of a JWT (RFC 7519), not verified. Null where the text is no JWT. */
export function partsOf(jwt: string): { header: Part; claims: Part } | null {
  const [header, claims] = jwt
    .split('.', 2)
    .map((part) => Part.safeParse(tryJson(Buffer.from(part, 'base64url').toString())).data)
  return header && claims ? { header, claims } : null
}

/**
 * The verified claims of a JWT, parsed by their schema.
 * @param verify checks it, and rejects where it does not hold. @returns null for any fault.
 */
export async function verifiedClaims<T extends z.ZodType>(
  jwt: string,
  claims: T,
  verify: (jwt: string) => Promise<JWTVerifyResult>,
): Promise<z.infer<T> | null> {
  if (!partsOf(jwt)) return null
  const verified = await verify(jwt).catch(() => null)
  return verified && (claims.safeParse(verified.payload).data ?? null)
}
