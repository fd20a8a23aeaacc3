import type { Context } from 'hono'
import { ProblemError } from '../../problem.ts'
import type { Env } from '../env.ts'

/**
 * The body of a request as text, straight from the socket: a web stream in between would cost a poll more than all
 * the rest of it.
 * @param most bytes. @param large is told of a body that has more bytes than `over`, as soon as that is known; it may throw.
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

/** A body that ends before its end. */
export const brokenOff = () => new ProblemError('invalid-request', { reason: 'the body broke off' })

async function read(c: Context<Env>, most: number, large?: Large): Promise<string> {
  const length = c.req.header('content-length')
  if (Number(length ?? 0) > most) throw new ProblemError('body-too-large')
  if (large && Number(length ?? 0) > large.over) large.isLarge()
  // More than was said the parser of HTTP does not let through.
  if (length !== undefined) return c.req.raw.text()
  // Whoever sends too much still gets an answer: leaving the loop must not close the socket.
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

/** Is aborted when whoever asked has gone away. */
export function departure(c: Context<Env>): AbortController {
  const gone = new AbortController()
  c.env?.outgoing?.once('close', () => gone.abort())
  return gone
}
