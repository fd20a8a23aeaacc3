import { createHash, createHmac } from 'node:crypto'
import type { Precision } from '../../contract/identifiers.ts'
import { preparedKey } from '../keys/prepared-key.ts'

/** An identifier of a person, or what several people may share (`id4`). */
export type Identifier = { scheme: Precision; id: string }

/** How our store knows an identifier: HMAC-SHA-256 under a key of ours, base64url, 43 characters. */
export function aliasOf(key: Buffer, { scheme, id }: Identifier): string {
  const named = scheme === 'id5' ? 'subject' : `subject ${scheme}`
  return createHmac('sha256', preparedKey(key)).update(`${named}\n${id}`).digest('base64url')
}

/** Subject of a person who is known by ID5: its alias. It never leaves the api. */
export const subjectOf = (key: Buffer, id5: string): string => aliasOf(key, { scheme: 'id5', id: id5 })

/** The name of a key in tables and commands: 16 hexadecimal digits, which do not reveal it. */
export const keyNameOf = (key: Buffer): string =>
  createHash('sha256').update('subject key\n').update(key).digest('hex').slice(0, 16)
