import { inflateSync } from 'node:zlib'
import { decodeJwt } from 'jose'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import { HOUR } from './clock.ts'
import type { World } from './world.ts'
import { checked } from './world-test.ts'

/** A stop is published within an hour, as in production; an allow within seven. */
export const PRODUCTION = { ERABU_POOL_MIN: '20', ERABU_POOL_MAX_S: '3600', ERABU_ALLOW_S: '21600' }
export const STOP_WAIT = HOUR
export const ALLOW_WAIT = 7 * HOUR

/** A test with a world whose changes wait in pools, and whose clock only moves when advanced. */
export const test = checked({ settings: PRODUCTION }, ({ clock }) => clock.hold())

export type Linked = Exclude<LinkageAnswer, { error: string }>
export function linked(answers: LinkageAnswer[]): Linked {
  const [answer] = answers
  if (!answer || 'error' in answer) throw new Error('not linked')
  return answer
}

/** The current entry of a linkage in its list, as its holder reads it. */
export async function bitOf(world: World, { status_list }: Linked): Promise<number> {
  const [, , database_id = '', purpose, list] = new URL(status_list.uri).pathname.split('/')
  const key = { database_id, purpose: purpose as 'research', list: Number(list) }
  const signed = await world.deps.statusLists.signed(key)
  return bitIn(signed?.identity.body.toString() ?? '', status_list.idx)
}

/** One entry of a signed list. */
export function bitIn(jwt: string, idx: number): number {
  const { lst } = decodeJwt<{ status_list: { lst: string } }>(jwt).status_list
  const byte = inflateSync(Buffer.from(lst, 'base64url'))[idx >> 3] ?? 0
  return (byte >> (idx & 7)) & 1
}
