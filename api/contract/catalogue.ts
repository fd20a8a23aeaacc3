import { z } from 'zod'
import { Bilingual, Door, Evidence, Fact, factsOf, type Mark } from './facts.ts'

/** The purposes for which linked records may be used: research 研究, industry 企業の研究開発, policy 政策立案. */
export const PURPOSES = ['research', 'industry', 'policy'] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.infer<typeof Purpose>

/** What the law lets a patient stop at a database today. `not-yet`: we searched and found no way. */
export const OptOut = z.enum(['available', 'by-consent', 'not-by-law', 'not-yet', 'unknown'])
export type OptOut = z.infer<typeof OptOut>

/**
 * How far a database has come, by what its sources say. `live`: it holds records. `enacted`: its law was made, and no
 * source says that it has begun. `planned`: it was proposed, and no source says more.
 */
export const Status = z.enum(['live', 'enacted', 'planned'])
export type Status = z.infer<typeof Status>

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

/**
 * Which exception of 健康保険法施行規則 第156条の2第2項 lets a holder ask for an insurer number: 第7号 (the business of a
 * certified producer), 第8号 (records of a person who was notified), or null where none is established.
 */
export const Exception = z.enum(['item-7', 'item-8']).nullable()

/** What holds of a database, with or without its sources written out. */
export const shared = {
  id: z.string().regex(/^[a-z0-9-]{2,64}$/),
  /** `name` and `holder` rest on the sources of the facts. */
  name: Bilingual,
  holder: Bilingual,
  /**
   * True for a database that is invented for the demonstration. What is made up or assumed there has the mark T and
   * cites the source 「模擬」 of Erabu itself, which no other database may cite. Screens show 模擬 for that mark.
   */
  demo: z.boolean().default(false),
  status: Status,
  /** The day in Japan since which, or from which, it is in force; null where no source says it. */
  in_force_on: z.iso.date().nullable(),
  opt_out: OptOut,
  /** Purposes for which this database links records; empty where no holder reads our feed. */
  purposes: z.array(Purpose),
  /** The age in years from which a person decides alone; null where no source says it. */
  self_from_age: z.int().min(0).max(20).nullable(),
  /** Days between the legal notice and the first use; null where none is demanded, or no holder reads our feed. */
  notice_days: z.int().min(1).max(365).nullable(),
  /** Days after `opened_on` on which nobody's records may be used yet: those that they concern are told before. */
  freeze_days: z.int().min(0).max(365).default(0),
  /** The day in Japan on which linking began, by purpose. With `freeze_days` each purpose needs one. */
  opened_on: z.partialRecord(Purpose, z.iso.date()).default({}),
  /** Hours a holder has to apply a revocation before a patient sees 遅れています. */
  due_hours: z.int().min(1).max(720).default(24),
}

/** One database of the catalogue, with the sources of each fact. */
export const Database = z.strictObject({
  ...shared,
  /** Names that screens once showed: a decision signed under one of them can still be sent and read. */
  former_names: z.array(Bilingual).optional(),
  facts: factsOf(Fact),
  doors: z.array(Door),
  /** Which exception lets the holder ask for numbers, and whether it may use the resolver. */
  resolver: Evidence.extend({ exception: Exception, may_use: ResolverUse }),
  /** True where a holder reads our feed: only there does a decision made here take effect. */
  feed: z.boolean(),
})
export type Database = z.infer<typeof Database>

/** The public view of a database. `stoppable`: a decision made here takes effect. */
export const PublicDatabase = Database.omit({ former_names: true, feed: true }).extend({
  demo: z.boolean(),
  freeze_days: z.int(),
  opened_on: z.partialRecord(Purpose, z.iso.date()),
  due_hours: z.int(),
  stoppable: z.boolean(),
})
export type PublicDatabase = z.infer<typeof PublicDatabase>

/** Answer of `GET /api/catalogue`. */
export const CatalogueAnswer = z.object({ databases: z.array(PublicDatabase) })
export type CatalogueAnswer = z.infer<typeof CatalogueAnswer>

/**
 * What the list of a patient's databases says of one. Each member repeats a fact of the catalogue: `basis` the text of
 * the fact `basis`; `how`, `source`, `mark`, `checked_on` and `review_by` the fact `opt_out`, with publishers and titles of
 * its sources in one line.
 */
export type ListedDatabase = Pick<
  PublicDatabase,
  'id' | 'name' | 'holder' | 'demo' | 'status' | 'in_force_on' | 'opt_out' | 'purposes' | 'stoppable'
> & {
  basis: Bilingual
  how: Bilingual
  source: string
  mark: Mark
  checked_on: string
  review_by: string
}
