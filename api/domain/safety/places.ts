import { createHash } from 'node:crypto'
import type { ListedDatabase } from '../../contract/catalogue.ts'
import type { Bilingual } from '../../contract/facts.ts'
import type { ProjectView } from '../../contract/patient.ts'

/** Stands in safe mode for a text that would name a place, in answers that have one language. */
export const HIDDEN = '（表示しません）'

const HIDDEN_TEXT: Bilingual = { ja: HIDDEN, 'ja-easy': '（見《み》せません）', en: '(not shown)' }

/**
 * What a database is called in safe mode. Signed words contain it, so it never changes: another form would stand beside
 * it, as editions do.
 */
export const numberedName = (number: number): Bilingual => ({
  ja: `データベース${number}（病院などの名前は表示しません）`,
  'ja-easy': `データベース${number}（病院《びょういん》などの名前《なまえ》は見《み》せません）`,
  en: `Database ${number} (names of hospitals and others are not shown)`,
})

/** When the records of a person were linked first, by database. */
export type LinkedSince = ReadonlyMap<string, number>

/** The number that each database has for a person in safe mode. */
export type Numbering = ReadonlyMap<string, number>

export function linkedSince(linkages: { database_id: string; registered_at: number }[]): LinkedSince {
  const since = new Map<string, number>()
  for (const { database_id, registered_at } of linkages)
    since.set(database_id, Math.min(registered_at, since.get(database_id) ?? Number.POSITIVE_INFINITY))
  return since
}

/**
 * The numbers that databases have for a person in safe mode: those that linked records first, in the order in which
 * they did, so that a number stays; then the others, in the order of the catalogue.
 */
export function numbersOf(ids: string[], linked: LinkedSince): Numbering {
  const since = (id: string) => linked.get(id) ?? Number.POSITIVE_INFINITY
  const ordered = ids
    .map((id, at) => ({ id, at }))
    .sort((a, b) => (since(a.id) === since(b.id) ? a.at - b.at : since(a.id) - since(b.id)))
  return new Map(ordered.map(({ id }, index) => [id, index + 1]))
}

/**
 * The numbers that databases have for a person, then those that they had before each database linked records, newest
 * first. So a page that was loaded earlier, and an unsent decision, are still understood.
 */
export function* numberingsOf(ids: string[], linked: LinkedSince): Generator<Numbering> {
  yield numbersOf(ids, linked)
  for (const at of [...new Set(linked.values())].sort((a, b) => b - a))
    yield numbersOf(ids, new Map([...linked].filter(([, since]) => since < at)))
}

/** A database without any word that tells which one it is. Its id stays: decisions name it. */
export const withoutPlaces = <D extends ListedDatabase>(database: D, number: number): D => ({
  ...database,
  name: numberedName(number),
  holder: HIDDEN_TEXT,
  basis: HIDDEN_TEXT,
  how: HIDDEN_TEXT,
  source: HIDDEN,
})

/**
 * A project without its title, without whoever runs or approved it, and under another id: a holder chooses ids, and may
 * put a name into one. The same project has the same id in every answer.
 */
export const projectWithoutPlaces = <P extends Pick<ProjectView, 'id' | 'title' | 'organisation'>>(
  project: P,
): P => ({
  ...project,
  id: createHash('sha256').update(project.id).digest('base64url'),
  title: HIDDEN,
  organisation: HIDDEN,
  ...('approved_by' in project && project.approved_by !== null && { approved_by: HIDDEN }),
})
