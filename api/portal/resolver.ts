import { compactDecrypt } from 'jose'
import { z } from 'zod'
import type { ProblemCode } from '../contract/problems.ts'
import { tryJson } from '../domain/json.ts'

export class ResolverUnavailable extends Error {
  override name = 'ResolverUnavailable'
}
/** The numbers of one person's coverages belong to several people: an insurer has registered one wrongly (紐付け誤り). */
export class NumbersOfTwoPeople extends Error {
  override name = 'NumbersOfTwoPeople'
}

type Numbers = { insurer_number: string; symbol: string | null; number: string; branch: string | null }

const Id5 = z.string().min(1).max(256)
const Sealed = z.object({ id5: Id5, aud: z.string().max(64), iat: z.number() })
const SEAL_LIFE = 24 * 3600
const CLOCK_SKEW = 60

/** Client of the resolver (履歴照会・回答システム, mocked). It also opens what the resolver seals for us. */
export function createResolver(deps: { url: string; secret: string; sealKey: Buffer }) {
  const basic = `Basic ${Buffer.from(`erabu:${deps.secret}`).toString('base64')}`

  /** @returns null when nobody holds or held these numbers. */
  async function ask({ insurer_number, symbol, number, branch }: Numbers): Promise<string | null> {
    const response = await fetch(`${deps.url}/id5`, {
      method: 'POST',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: JSON.stringify({ coverage: { insurer_number, symbol, number, branch } }),
      signal: AbortSignal.timeout(8000),
      redirect: 'error',
    }).catch((cause: unknown) => {
      throw new ResolverUnavailable('no answer from /id5', { cause })
    })
    if (response.status === 404) return null
    if (!response.ok) throw new ResolverUnavailable(`${response.status} from /id5`)
    const body = z.object({ id5: Id5 }).safeParse(await response.json().catch(() => null))
    if (!body.success) throw new ResolverUnavailable('the answer of /id5 has an unexpected shape')
    return body.data.id5
  }

  return {
    /**
     * ID5 of the one person to whom these coverages belong; null when none is known. Every coverage is asked about,
     * because the first known one could be somebody else's.
     * @throws ResolverUnavailable @throws NumbersOfTwoPeople
     */
    async id5(coverages: Numbers[]): Promise<string | null> {
      const people = new Set<string>()
      for (const coverage of coverages) {
        const id5 = await ask(coverage)
        if (id5 !== null) people.add(id5)
      }
      if (people.size > 1) throw new NumbersOfTwoPeople('the numbers of one answer belong to several people')
      return [...people][0] ?? null
    },

    /**
     * Opens a sealed subject (JWE `dir`, A256GCM) that the resolver made for `database` within the last 24 hours.
     * @returns ID5, or the code of the problem.
     */
    async open(
      sealed: string,
      database: string,
      now: Date,
    ): Promise<{ id5: string } | { error: ProblemCode }> {
      const plain = await compactDecrypt(sealed, deps.sealKey, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      }).catch(() => null)
      const content = Sealed.safeParse(plain && tryJson(new TextDecoder().decode(plain.plaintext)))
      if (!content.success) return { error: 'subject-rejected' }
      if (content.data.aud !== database) return { error: 'subject-for-another-database' }
      const age = now.getTime() / 1000 - content.data.iat
      if (age > SEAL_LIFE || age < -CLOCK_SKEW) return { error: 'subject-expired' }
      return { id5: content.data.id5 }
    },
  }
}

export type Resolver = ReturnType<typeof createResolver>
