import { aliasOf, type Identifier, keyNameOf } from '../../domain/identity/alias.ts'
import type { Keys } from '../../keys/key-files.ts'
import type { Named } from '../../portal/sources/source.ts'
import { lockPeople } from '../../store/locks.ts'
import { insertAliases, subjectsOf, whatIsAt, withAccount } from '../../store/people/aliases.ts'
import type { AliasRow } from '../../store/people/rows.ts'
import type { Transactor } from '../../store/store.ts'

/**
 * Whose a sealed subject or an answer is. `same`: a subject of the same person, at which nothing is · `apart`: subjects of
 * somebody who may be another person · `candidates`: subjects that a record may be about.
 */
export type Root = {
  subject: string
  same: string[]
  apart: string[]
  candidates: string[]
  /** Its identifiers belong to two people: nobody is proofed (I12). */
  conflict: boolean
}

/** Who named identifiers: a person who was proofed just now, or a holder's sealed subject. */
type By = 'person' | 'seal'

/** An identifier as our store may know it: one alias for each key in use, newest first. */
type Known = Identifier & { aliases: string[] }

/** Finds the subject behind identifiers, and remembers further identifiers of one person. */
export function createRoots({ keys }: { keys: Keys }) {
  const names = keys.aliases.map(keyNameOf)
  const known = (of: Identifier): Known => ({ ...of, aliases: keys.aliases.map((key) => aliasOf(key, of)) })

  /**
   * The subject of an identifier; null: it is not known. ID5 and ID4 are known without a row: their subject is the
   * alias under the oldest key.
   */
  function subjectIn(rows: Map<string, string>, { scheme, aliases }: Known): string | null {
    for (const alias of aliases) {
      const subject = rows.get(alias)
      if (subject !== undefined) return subject
    }
    return scheme === 'kyotsu' ? null : (aliases.at(-1) ?? null)
  }

  /** Aliases of these identifiers that have no row and need one. */
  const missing = (rows: Map<string, string>, ids: Known[], whose: string, since: number): AliasRow[] =>
    ids.flatMap((one) =>
      one.aliases.flatMap((alias, i) =>
        rows.has(alias) || (alias === whose && one.scheme !== 'kyotsu')
          ? []
          : [{ alias, subject: whose, scheme: one.scheme, key_name: names[i] ?? '', since }],
      ),
    )

  /**
   * Whose an answer or a seal is that names a new identifier beside ID5. Two people may share an ID5 by mistake, and no
   * other identifier may lead one of them to what is the other's. So a new identifier joins a subject only where that
   * has no other one; by a seal, only where nobody has an account there. Two subjects stay two.
   */
  async function both(
    tx: Transactor,
    by: By,
    { y, x, own, taken }: { y: string | null; x: string; own: string; taken: boolean },
  ): Promise<Pick<Root, 'subject' | 'same' | 'apart' | 'conflict'> & { joins: boolean }> {
    const only = (subject: string, joins: boolean) => ({
      subject,
      same: [],
      apart: [],
      conflict: false,
      joins,
    })
    if (y === x) return only(x, true)
    const there = await whatIsAt(tx, x)
    if (y === null) {
      if (there.kyotsu || taken) return { subject: own, same: [], apart: [x], conflict: true, joins: true }
      return only(x, by === 'person' || !there.person)
    }
    if (!there.anything)
      return by === 'person' ? { ...only(y, false), same: [x] } : { ...only(y, false), apart: [x] }
    const isTwo = there.kyotsu || taken || (await whatIsAt(tx, y)).anything
    return isTwo ? { ...only(y, false), apart: [x], conflict: true } : { ...only(x, false), apart: [y] }
  }

  async function read(
    tx: Transactor,
    by: By,
    named: Named[],
    at: number,
  ): Promise<{ roots: Root[]; added: AliasRow[] }> {
    const all = named.map(({ ids, was, candidates }) => ({
      ids: ids.map(known),
      was: was.map(known),
      candidates: candidates.map(known),
    }))
    const asked = all.flatMap((one) => [...one.ids, ...one.was, ...one.candidates])
    const beside = all.flatMap(({ ids }) => (ids.some(({ scheme }) => scheme === 'kyotsu') ? ids : []))
    // Of two transactions that would join the same subject, the later one sees what the other did.
    await lockPeople(
      tx,
      beside.flatMap((one) => (one.scheme === 'id5' ? one.aliases.slice(-1) : [])),
    )
    const rows = await subjectsOf(tx, [...new Set(asked.flatMap(({ aliases }) => aliases))])
    const added: AliasRow[] = []
    const add = (ids: Known[], whose: string) => {
      for (const row of missing(rows, ids, whose, at)) {
        added.push(row)
        rows.set(row.alias, row.subject)
      }
    }
    const roots: Root[] = []
    for (const { ids, was, candidates } of all) {
      const [first] = ids
      const own = first?.aliases.at(-1)
      if (!first || own === undefined) throw new Error('an identification without an identifier')
      const [kyotsu, id5] = [
        ids.find(({ scheme }) => scheme === 'kyotsu'),
        ids.find(({ scheme }) => scheme === 'id5'),
      ]
      const x = id5 ? subjectIn(rows, id5) : null
      let root: Pick<Root, 'subject' | 'same' | 'apart' | 'conflict'>
      if (kyotsu && x !== null) {
        const y = subjectIn(rows, kyotsu)
        // Another one may have joined it a line before.
        const taken = added.some(
          ({ alias, subject, scheme }) =>
            scheme === 'kyotsu' && subject === x && !kyotsu.aliases.includes(alias),
        )
        const found = await both(tx, by, { y, x, own: kyotsu.aliases.at(-1) ?? own, taken })
        root = found
        if (y !== null || found.joins) add([kyotsu], y ?? found.subject)
      } else {
        const subject = subjectIn(rows, first) ?? own
        root = { subject, same: [], apart: [], conflict: false }
        if (kyotsu) add([kyotsu], subject)
      }
      // Under newer keys too, each for the subject that it has.
      for (const one of [...ids, ...was, ...candidates]) {
        const whose = one.scheme === 'kyotsu' ? null : subjectIn(rows, one)
        if (whose !== null) add([one], whose)
      }
      const besides = (list: Known[]) =>
        [...new Set(list.flatMap((one) => subjectIn(rows, one) ?? []))].filter((one) => one !== root.subject)
      const earlier = besides(was).filter((one) => !root.same.includes(one) && !root.apart.includes(one))
      const accounts = by === 'person' ? await withAccount(tx, [root.subject, ...earlier]) : new Set<string>()
      roots.push({
        ...root,
        apart: [...root.apart, ...earlier],
        candidates: besides(candidates),
        conflict: root.conflict || (accounts.has(root.subject) && accounts.size > 1),
      })
    }
    return { roots, added }
  }

  return {
    /**
     * The subjects of some people, in their order. Identifiers that were not known are remembered from now on.
     * @param by a `person` who was proofed just now, or the `seal` that a holder sent.
     */
    async find(tx: Transactor, by: By, named: Named[], at: number): Promise<Root[]> {
      for (;;) {
        const { roots, added } = await read(tx, by, named, at)
        if (added.length === 0) return roots
        // Another transaction may have been faster with the same identifier: its subject counts.
        await insertAliases(tx, added)
      }
    },
  }
}

export type Roots = ReturnType<typeof createRoots>
