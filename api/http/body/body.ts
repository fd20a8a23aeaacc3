import type { Context } from 'hono'
import { ProblemError } from '../../problem.ts'
import type { Env } from '../env.ts'

/**
 * The body of a request as text, straight from the socket: a web stream in between would more than double the cost of
 * a poll.
 * @param most bytes. @param large is called as soon as a body is known to exceed `over` bytes; it may throw.
 * @throws ProblemError body-too-large, invalid-request where it breaks off
 */
export async function readText(c: Context<Env>, most: number, large?: Large): Promise<string> {
  try {
    return await read(c, most, large)
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw brokenOff()
  }
}

type Large = { over: number; isLarge(): void }

/** A body that ended early. */
export const brokenOff = () => new ProblemError('invalid-request', { reason: 'the body broke off' })

async function read(c: Context<Env>, most: number, large?: Large): Promise<string> {
  const length = c.req.header('content-length')
  if (Number(length ?? 0) > most) throw new ProblemError('body-too-large')
  if (large && Number(length ?? 0) > large.over) large.isLarge()
  // Node's HTTP parser lets no more through than Content-Length says.
  if (length !== undefined) return c.req.raw.text()
  // A sender of too much still gets an answer, so leaving the loop must not close the socket.
  const source: AsyncIterable<Uint8Array> =
    c.env?.incoming?.iterator({ destroyOnReturn: false }) ?? c.req.raw.body ?? empty
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > most) throw new ProblemError('body-too-large')
    if (large && size > large.over) large.isLarge()
    chunks.push(chunk)
  }
  // As `text()` does: without a byte order mark.
  return new TextDecoder().decode(Buffer.concat(chunks))
}

const empty: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

/** Aborted when the client has disconnected. */
export function departure(c: Context<Env>): AbortController {
  const gone = new AbortController()
  c.env?.outgoing?.once('close', () => gone.abort())
  return gone
}
