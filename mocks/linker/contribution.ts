import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Linkage } from '../holder/ledger.ts'
import type { ReferenceHolder } from '../holder/reference.ts'
import { LINKER } from './keys.ts'

/**
 * What a holder hands the linker for one purpose: only rows that it may use now. It has no token and no index of a
 * status list. `rows` counts all rows, usable or not. `subject` is sealed for the linker; null: the resolver seals
 * nobody for this row.
 */
export const Contribution = z.strictObject({
  database: z.string(),
  rows: z.int().min(0),
  usable: z.array(z.strictObject({ subject: z.string().nullable(), value: z.int() })),
  /** The signed status lists by which rows were found usable: SHA-256 (base64url) of each JWT. */
  lists: z.array(z.strictObject({ uri: z.string(), sha256: z.string() })),
})
export type Contribution = z.infer<typeof Contribution>

/** SHA-256 in base64url. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** The content of a row, invented: 0 to 99, always the same. */
const inventedValue = (database: string, person: string): number =>
  (createHash('sha256').update(`${database} ${person}`).digest()[0] ?? 0) % 100

/**
 * Checks a holder's rows against its status lists, which are read again where they are due, and seals the usable ones.
 * @param deps.entryOf what the holder sends the resolver about a person. `seal` asks the resolver.
 * @returns `signed`: the lists as they were signed, for a verifier and not for the linker.
 */
export async function contribute(
  holder: Pick<ReferenceHolder, 'readLists' | 'linkages' | 'usability' | 'signedList'>,
  deps: {
    database: string
    purpose: string
    entryOf: (person: string) => object
    seal: (database: string, entries: object[]) => Promise<({ subject: string } | { error: string })[]>
  },
): Promise<{ contribution: Contribution; signed: string[] }> {
  await holder.readLists()
  const rows = holder.linkages().filter(({ purpose }) => purpose === deps.purpose)
  const usable = rows.filter((row) => holder.usability(row) === 'usable')
  const lists = [...new Set(usable.map(uriOf))].flatMap((uri) => {
    const text = holder.signedList(uri)
    return text === null ? [] : [{ uri, text }]
  })
  const sealed = await deps.seal(
    LINKER,
    usable.map(({ person }) => deps.entryOf(person)),
  )
  const contribution = {
    database: deps.database,
    rows: rows.length,
    usable: usable.map(({ person }, i) => {
      const answer = sealed[i]
      const subject = answer && 'subject' in answer ? answer.subject : null
      return { subject, value: inventedValue(deps.database, person) }
    }),
    lists: lists.map(({ uri, text }) => ({ uri, sha256: sha256(text) })),
  }
  return { contribution, signed: lists.map(({ text }) => text) }
}

const uriOf = ({ status_list }: Linkage) => status_list.uri
