import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { Env } from './env.ts'
import { securityHeadersOf } from './headers.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Answers for the busiest routes. The headers are passed as they are, together with the security headers. `c.body()`
 * would copy them into a `Headers` first, which takes longer than everything else about a small answer.
 */
export function createAnswers(origin: string) {
  const security = securityHeadersOf(origin)

  return {
    /** @param headers added to the security headers. */
    whole: (status: 200 | 304, headers: Record<string, string>, body: string | Bytes | null): Response =>
      new Response(body, { status, headers: { ...security, ...headers } }),

    /** A `200` whose parts lie in different places of memory: they go to the socket without being copied together. */
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
