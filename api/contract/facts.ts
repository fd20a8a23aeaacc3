import { z } from 'zod'

/**
 * `ja-easy` is やさしい日本語; the tests demand it of what screens show. Readings are written as in Aozora Bunko:
 * 記録《きろく》.
 */
export const Bilingual = z.strictObject({
  ja: z.string(),
  'ja-easy': z.string().optional(),
  en: z.string(),
})

/** Text in the languages that the catalogue carries. */
export type Bilingual = z.infer<typeof Bilingual>

const said = z.string().min(1)
/** Text that has to be there in each language. */
export const Trilingual = z.strictObject({ ja: said, 'ja-easy': said, en: said })
export type Trilingual = z.infer<typeof Trilingual>

/** A document that a fact rests on, under the title and publisher that it has itself. */
export const Source = z.strictObject({
  title: said,
  publisher: said,
  url: z.url({ protocol: /^https?$/ }).optional(),
  published_on: z.iso.date().optional(),
})
export type Source = z.infer<typeof Source>

/** How sure a fact is: S an official source says it, T a third party says it, ? not established. */
export const Mark = z.enum(['S', 'T', '?'])
export type Mark = z.infer<typeof Mark>

/**
 * What a fact rests on. `?` has no source, S and T have at least one. `checked_on`: the day in Japan on which the
 * sources, or their absence, were last looked at. After `review_by` a screen says that the fact may be out of date.
 */
export const Evidence = z.strictObject({
  sources: z.array(Source),
  mark: Mark,
  checked_on: z.iso.date(),
  review_by: z.iso.date(),
})
export type Evidence = z.infer<typeof Evidence>

/** A statement about a database. With the mark `?` it says only that something is not established. */
export const Fact = Evidence.extend({ text: Trilingual })
export type Fact = z.infer<typeof Fact>

/**
 * What the catalogue says of each database: the legal basis · whether and how a person can stop it · what is in it, and
 * what is not · who may use it for what · who may still use it after a stop · what it is linked with · how long it is
 * kept · what else a person can ask for.
 */
export const FACTS = [
  'basis',
  'opt_out',
  'data',
  'who',
  'exceptions',
  'linked_with',
  'retention',
  'rights',
] as const
export type FactName = (typeof FACTS)[number]

/** One value for each fact. */
export const factsOf = <T extends z.ZodType>(value: T) =>
  z.strictObject(Object.fromEntries(FACTS.map((name) => [name, value])) as Record<FactName, T>)

/**
 * 窓口: a way outside of Erabu to stop something. `what` is a noun phrase: what a person asks for there. A door rests on
 * the sources of the fact `opt_out`; what these do not say is absent.
 */
export const Door = z.strictObject({
  kind: z.enum(['hospital', 'phone', 'post', 'web', 'window']),
  name: Trilingual,
  what: Trilingual,
  hours: Trilingual.optional(),
  bring: Trilingual.optional(),
  /** What holds when no answer comes. */
  no_answer: Fact.optional(),
})
export type Door = z.infer<typeof Door>
