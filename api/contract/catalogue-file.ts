import { z } from 'zod'
import { Database, Exception, PURPOSES, ResolverUse, shared } from './catalogue.ts'
import { Door, Evidence, type Fact, type FactName, factsOf, Source, Trilingual } from './facts.ts'

/** The words of a fact whose file entry has none, because nothing is known. */
const NOT_ESTABLISHED: Trilingual = {
  ja: '確認できていません。',
  'ja-easy': 'まだ分《わ》かっていません。',
  en: 'Not confirmed.',
}

/** For whom a subject is sealed at a desk: no database may be called so, or could open it. */
export const DESK_AUDIENCE = 'erabu-desk'

const SourceId = z.string().regex(/^[a-z0-9-]{2,64}$/)
const EvidenceEntry = Evidence.extend({ sources: z.array(SourceId).default([]) })
/** Without `text` it says that nothing is established, which only the mark `?` may. */
const FactEntry = EvidenceEntry.extend({ text: Trilingual.optional() })

/** A database as the file has it: a source is named by its id. */
export const DatabaseEntry = z.strictObject({
  ...shared,
  former_names: Database.shape.former_names,
  facts: factsOf(FactEntry),
  doors: z.array(Door.extend({ no_answer: FactEntry.optional() })).default([]),
  resolver: EvidenceEntry.extend({ exception: Exception, may_use: ResolverUse }),
  feed: Database.shape.feed,
})
export type DatabaseEntry = z.input<typeof DatabaseEntry>

const CatalogueFile = z.strictObject({
  /** Each source once, by its id. */
  sources: z.record(SourceId, Source),
  databases: z.array(DatabaseEntry).min(1),
})
export type CatalogueFile = z.input<typeof CatalogueFile>

/** Codes that claim something, so that the fact has to be established. */
const CLAIMS = ['available', 'by-consent', 'not-by-law']

/** Reads a catalogue file, and puts each source where it is cited. Any fault of structure is an issue with its path. */
export const Catalogue = CatalogueFile.transform(({ sources, databases }, ctx) => {
  const fault = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: 'custom', path: ['databases', ...path], message })
  const ids = databases.map(({ id }) => id)
  for (const [at, id] of ids.entries()) {
    if (ids.indexOf(id) !== at) fault([at, 'id'], `the id ${id} occurs twice`)
    if (id === DESK_AUDIENCE) fault([at, 'id'], `the id ${id} is that of the desks`)
  }

  function evidence<T extends z.output<typeof EvidenceEntry>>(path: (string | number)[], cited: T) {
    const established = cited.mark !== '?'
    if (established && cited.sources.length === 0)
      fault([...path, 'sources'], `a fact without a source has the mark ?, not ${cited.mark}`)
    if (!established && cited.sources.length > 0)
      fault([...path, 'mark'], 'a fact with a source has the mark S or T')
    if (cited.review_by < cited.checked_on) fault([...path, 'review_by'], 'lies before checked_on')
    for (const id of cited.sources)
      if (!Object.hasOwn(sources, id)) fault([...path, 'sources'], `there is no source ${id}`)
    return { ...cited, sources: cited.sources.flatMap((id) => sources[id] ?? []) }
  }

  function fact(path: (string | number)[], { text, ...entry }: z.output<typeof FactEntry>): Fact {
    if (!text && entry.mark !== '?')
      fault([...path, 'text'], `a fact with the mark ${entry.mark} says something`)
    return { text: text ?? NOT_ESTABLISHED, ...evidence(path, entry) }
  }

  return {
    sources,
    databases: databases.map(({ facts, doors, resolver, ...entry }, at): Database => {
      const isClaim = CLAIMS.includes(entry.opt_out)
      if (isClaim !== (facts.opt_out.mark !== '?'))
        fault([at, 'opt_out'], `${entry.opt_out} needs a fact that is ${isClaim ? '' : 'not '}established`)
      const opened = PURPOSES.filter((purpose) => entry.opened_on[purpose] !== undefined)
      if (opened.some((purpose) => !entry.purposes.includes(purpose)))
        fault([at, 'opened_on'], 'names a purpose that is not in purposes')
      if (entry.freeze_days > 0 && opened.length < entry.purposes.length)
        fault([at, 'opened_on'], 'freeze_days needs the day on which each purpose was opened')
      if (doors.length > 0 && !isClaim) fault([at, 'doors'], 'a door needs a way to stop that is established')
      const names = Object.keys(facts) as FactName[]
      return {
        ...entry,
        facts: Object.fromEntries(
          names.map((name) => [name, fact([at, 'facts', name], facts[name])]),
        ) as Database['facts'],
        doors: doors.map(({ no_answer, ...door }, i) => ({
          ...door,
          ...(no_answer && { no_answer: fact([at, 'doors', i, 'no_answer'], no_answer) }),
        })),
        resolver: evidence([at, 'resolver'], resolver),
      }
    }),
  }
})
export type Catalogue = z.output<typeof Catalogue>
