import { createMiddleware } from 'hono/factory'
import type { z } from 'zod'
import { withoutNulls } from '../../contract/absent.ts'
import { holdsMyNumber } from '../../contract/free-text.ts'
import { tryJson } from '../../domain/json.ts'
import { piecesOf } from '../../domain/pieces.ts'
import type { Turns } from '../../turns.ts'
import type { Env } from '../env.ts'
import { readText } from './body.ts'
import { requireBodyOf } from './guard.ts'
import type { Sender } from './issues.ts'
import type { SingleFile } from './single-file.ts'
import { JSON_BYTES, refusalOf, type Validated, withoutEscapes } from './validate.ts'

/** A body above this many bytes is parsed in a turn of its own, so that several do not make one long turn. */
const PARSED_ALONE = 8 * 1024
/** Characters searched for a My Number in one turn: ten milliseconds at most for any content. */
const SEARCHED_AT_ONCE = 16 * 1024

/** `most` bytes, and at most `members` members of all objects together. */
type Size = { most: number; members: number }

/**
 * Like `json`, for bodies that may be larger than `JSON_BYTES`. No turn of the event loop does more than one step of
 * one body.
 * @param line one line per holder: its large bodies are handled one at a time, and refused while the line is full. A
 *   handler that is done with the body before it answers calls `c.get('settled')`, and the next body begins.
 * @throws ProblemError unsupported-media-type, body-too-large, invalid-request, my-number-refused, rate-limited
 */
export const largeJson = <T extends z.ZodType>(
  schema: T,
  { most, members }: Size,
  { turns, line, sender = 'person' }: { turns: Turns; line?: SingleFile; sender?: Sender },
) =>
  createMiddleware<Env, string, Validated<T>>(async (c, next) => {
    requireBodyOf(c, ['application/json'])
    let place: ReturnType<SingleFile['join']> | undefined
    const isLarge = () => {
      place ??= line?.join(c.get('holder').client_id)
    }
    try {
      const text = await readText(c, most, { over: JSON_BYTES, isLarge })
      await place?.turn
      c.req.addValidatedData('json', (await inTurns(schema, text, { members, turns, sender })) as object)
      c.set('settled', () => place?.leave())
      await next()
    } finally {
      place?.leave()
    }
  })

async function inTurns<T extends z.ZodType>(
  schema: T,
  text: string,
  { members, turns, sender }: { members: number; turns: Turns; sender: Sender },
) {
  if (text.length > PARSED_ALONE) await turns.next()
  const value = tryJson(text, members)
  if (text.length > JSON_BYTES) await turns.next()
  const result = value === undefined ? null : schema.safeParse(withoutNulls(schema, value))
  if (result?.success) return result.data
  const searched = value === undefined ? text : withoutEscapes(value)
  const found = sender === 'person' && (await holdsNumber(searched, turns))
  throw refusalOf(value === undefined ? null : schema, result?.error ?? null, {
    sender,
    holdsMyNumber: found,
  })
}

async function holdsNumber(text: string, turns: Turns): Promise<boolean> {
  for (const piece of piecesOf(text, SEARCHED_AT_ONCE)) {
    if (text.length > SEARCHED_AT_ONCE) await turns.next()
    if (holdsMyNumber(piece)) return true
  }
  return false
}
