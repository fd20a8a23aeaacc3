import { z } from 'zod'

/** The purposes for which linked records may be used: research 研究, industry 企業の研究開発, policy 政策立案. */
export const PURPOSES = ['research', 'industry', 'policy'] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.infer<typeof Purpose>

/** What the law lets a patient stop at a database today. */
export const OptOut = z.enum(['available', 'by-consent', 'not-by-law', 'not-yet', 'unknown'])
export type OptOut = z.infer<typeof OptOut>

/** `ja-easy` is やさしい日本語; the tests demand it of what screens show. Readings are written as in Aozora Bunko: 記録《きろく》. */
const Bilingual = z.strictObject({ ja: z.string(), 'ja-easy': z.string().optional(), en: z.string() })

/** Text in the languages that the catalogue carries. */
export type Bilingual = z.infer<typeof Bilingual>

/**
 * Whether the law lets a holder use the 履歴照会・回答システム: as the contractor of a public database, as a certified producer,
 * not at all, or not established. `assumed`: the law does not allow it, and the demonstration acts as if it did.
 */
export const ResolverUse = z.enum([
  'public-database',
  'certified-producer',
  'assumed',
  'not-allowed',
  'unknown',
])
export type ResolverUse = z.infer<typeof ResolverUse>

/** One database of the catalogue, with the source of each fact. A fact that is not established is absent. */
export const Database = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{2,64}$/),
  name: Bilingual,
  /** Names that screens once showed: a decision signed under one of them can still be sent and read. */
  former_names: z.array(Bilingual).optional(),
  holder: Bilingual,
  basis: Bilingual,
  opt_out: OptOut,
  /** Where and how a person can stop it, or what is known about that. */
  how: Bilingual,
  /** What is in it, and what is not. */
  data: Bilingual.optional(),
  /** Who uses it, and what for. */
  who: Bilingual.optional(),
  /** What stays in use after a stop. */
  exceptions: Bilingual.optional(),
  /** What else a person can ask for. */
  rights: Bilingual.optional(),
  resolver: ResolverUse.default('unknown'),
  source: z.string(),
  /** How sure the fact is: S official source, T third party, `demo` invented for the demonstration, ? unknown. */
  mark: z.string(),
  checked_on: z.iso.date(),
  /** True where a holder reads our feed: only there does a decision made here take effect. */
  feed: z.boolean(),
  /** Purposes for which this database links records; empty where no holder reads our feed. */
  purposes: z.array(Purpose),
  /** Days between the legal notice and the first use; null where the law demands no notice. */
  notice_days: z.int().min(1).max(365).nullable(),
  /** Hours a holder has to apply a revocation before a patient sees 遅れています. */
  due_hours: z.int().min(1).max(720).default(24),
})
export type Database = z.infer<typeof Database>

/** The public view of a database. `stoppable`: a decision made here takes effect. */
export const PublicDatabase = Database.omit({ former_names: true, feed: true }).extend({
  resolver: ResolverUse,
  due_hours: z.int(),
  stoppable: z.boolean(),
})
export type PublicDatabase = z.infer<typeof PublicDatabase>

/** Answer of `GET /api/catalogue`. */
export const CatalogueAnswer = z.object({ databases: z.array(PublicDatabase) })
export type CatalogueAnswer = z.infer<typeof CatalogueAnswer>

export const Catalogue = z.strictObject({ databases: z.array(Database).min(1) })
export type Catalogue = z.infer<typeof Catalogue>
