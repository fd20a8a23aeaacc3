import { z } from 'zod'
import type { Precision } from '../../contract/identifiers.ts'
import type { Identifier } from '../../domain/identity/alias.ts'

/** The source cannot be reached now: a later retry may help. */
export class SourceUnavailable extends Error {
  override name = 'SourceUnavailable'
}
/** The numbers of one person's coverages belong to several people: an insurer has registered one wrongly (紐付け誤り). */
export class NumbersOfTwoPeople extends Error {
  override name = 'NumbersOfTwoPeople'
}

/** The parts of one coverage that identify a person. */
export type Numbers = {
  insurer_number: string
  symbol: string | null
  number: string
  branch: string | null
}

/**
 * Whom an answer or a sealed subject means. `ids`: every identifier that it names, its own scheme first. `was`:
 * identifiers under which this person was known before, alone or together with somebody else. `candidates`: where it
 * rests on name, birth date and sex, everybody whom it may mean.
 */
export type Named = { ids: Identifier[]; was: Identifier[]; candidates: Identifier[] }

/** One of the identifiers that the state may choose: who knows it, and how a sealed subject says it. */
export type SubjectSource = {
  scheme: Precision
  /**
   * Identifies the one person to whom these coverages belong; null: none is known. Every coverage is asked about,
   * because the first known one could be somebody else's. Absent: this source names no person that signs in.
   * @throws SourceUnavailable @throws NumbersOfTwoPeople
   */
  identify?(coverages: Numbers[]): Promise<Named | null>
  /** What the content of a sealed subject of this scheme says; null: it does not have the scheme's form. */
  read(content: unknown): Named | null
}

export const Id = z.string().min(1).max(256)
/** More earlier identifiers, or more namesakes with one birthday, than there are. */
export const Ids = z.array(Id).max(1000)

/** A server that identifies people, and the secret with which we ask it. */
export type Asked = { url: string; secret: string }

/**
 * Asks a server whose coverage each of these is.
 * @param answer the form of what it says of one person, with its identifier and earlier ones.
 * @returns what it says of the one person whom it knows; null: nobody holds or held any of these numbers.
 * @throws SourceUnavailable @throws NumbersOfTwoPeople
 */
export async function askAll(
  { url, secret }: Asked,
  coverages: Numbers[],
  answer: z.ZodType<{ id: string; was: string[] }>,
): Promise<{ id: string; was: string[] } | null> {
  const basic = `Basic ${Buffer.from(`erabu:${secret}`).toString('base64')}`
  const people = new Map<string, { id: string; was: string[] }>()
  for (const { insurer_number, symbol, number, branch } of coverages) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: JSON.stringify({ coverage: { insurer_number, symbol, number, branch } }),
      signal: AbortSignal.timeout(8000),
      redirect: 'error',
    }).catch((cause: unknown) => {
      throw new SourceUnavailable(`no answer from ${new URL(url).pathname}`, { cause })
    })
    if (response.status === 404) continue
    if (!response.ok) throw new SourceUnavailable(`${response.status} from ${new URL(url).pathname}`)
    const body = answer.safeParse(await response.json().catch(() => null))
    if (!body.success)
      throw new SourceUnavailable(`the answer of ${new URL(url).pathname} has an unexpected shape`)
    people.set(body.data.id, body.data)
  }
  if (people.size > 1) throw new NumbersOfTwoPeople('the numbers of one answer belong to several people')
  return [...people.values()][0] ?? null
}
