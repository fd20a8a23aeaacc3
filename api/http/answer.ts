import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { Env } from './env.ts'
import { securityHeadersOf } from './headers.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Answers for what is asked most. The headers go out as they are given, the security headers with them: `c.body()`
 * would make a `Headers` of them first, which takes longer than everything else about a small answer.
 */
export function createAnswers(origin: string) {
  const security = securityHeadersOf(origin)

  return {
    /** @param headers beside the security headers. */
    whole: (status: 200 | 304, headers: Record<string, string>, body: string | Bytes | null): Response =>
      new Response(body, { status, headers: { ...security, ...headers } }),

    /** A `200` in parts that lie in different places of memory: they go to the socket without being copied together. */
    inParts(c: Context<Env>, headers: Record<string, string>, parts: Bytes[]): Response {
      const length = parts.reduce((sum, part) => sum + part.length, 0)
      const all = { ...security, ...headers, 'Content-Length': String(length) }
      const outgoing = c.env?.outgoing
      if (!outgoing) return new Response(Buffer.concat(parts), { headers: all })
      outgoing.writeHead(200, all)
      for (const part of parts) outgoing.write(part)
      outgoing.end()
      return RESPONSE_ALREADY_SENT
    },
  }
}
