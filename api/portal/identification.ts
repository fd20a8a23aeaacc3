import { compactDecrypt } from 'jose'
import { z } from 'zod'
import type { Precision } from '../contract/identifiers.ts'
import type { ProblemCode } from '../contract/problems.ts'
import { tryJson } from '../domain/json.ts'
import type { Named, Numbers, SubjectSource } from './sources/source.ts'

const Sealed = z.looseObject({
  scheme: z.string().max(16).default('id5'),
  aud: z.string().max(64),
  iat: z.number(),
  form: z.string().max(64).optional(),
})
const SEAL_LIFE = 24 * 3600
const CLOCK_SKEW = 60

type SealProblem = Extract<
  ProblemCode,
  'subject-rejected' | 'subject-for-another-database' | 'subject-expired'
>

/** What an opened sealed subject says, and by which scheme. `form`: the only form for which a terminal sealed it. */
export type Opened = Named & { scheme: Precision; form?: string }

/**
 * Tells people apart by the identifiers in use. It asks every source about a person who signs in, and opens what a
 * source sealed for us.
 * @param sources those in use. @param sealKey 32 bytes that the sources share with us.
 */
export function createIdentification({ sources, sealKey }: { sources: SubjectSource[]; sealKey: Buffer }) {
  return {
    /**
     * The one person to whom these coverages belong; null when no source knows them.
     * @throws SourceUnavailable @throws NumbersOfTwoPeople
     */
    async person(coverages: Numbers[]): Promise<Named | null> {
      const found: Named[] = []
      for (const source of sources) {
        const named = await source.identify?.(coverages)
        if (named) found.push(named)
      }
      if (found.length === 0) return null
      return {
        ids: found.flatMap(({ ids }) => ids),
        was: found.flatMap(({ was }) => was),
        candidates: [],
      }
    },

    /**
     * Opens a sealed subject (JWE `dir`, A256GCM) that a source in use made for `database` within the last 24 hours.
     * @param life in seconds, where it is good for less.
     * @returns whom it means, or the code of the problem.
     */
    async open(
      sealed: string,
      database: string,
      now: Date,
      life = SEAL_LIFE,
    ): Promise<Opened | { error: SealProblem }> {
      const plain = await compactDecrypt(sealed, sealKey, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      }).catch(() => null)
      const content = Sealed.safeParse(plain && tryJson(new TextDecoder().decode(plain.plaintext)))
      if (!content.success) return { error: 'subject-rejected' }
      const { scheme, aud, iat, form } = content.data
      const source = sources.find((one) => one.scheme === scheme)
      const named = source?.read(content.data)
      if (!source || !named) return { error: 'subject-rejected' }
      if (aud !== database) return { error: 'subject-for-another-database' }
      const age = now.getTime() / 1000 - iat
      if (age > life || age < -CLOCK_SKEW) return { error: 'subject-expired' }
      return { ...named, scheme: source.scheme, ...(form === undefined ? {} : { form }) }
    },
  }
}

export type Identification = ReturnType<typeof createIdentification>
