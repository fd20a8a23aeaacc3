import type { Config } from '../config.ts'
import type { Database, Purpose } from '../contract/catalogue.ts'
import type { OutboxKind } from '../contract/holder.ts'
import { standingChoice } from '../domain/decision.ts'
import { outUntil, soonestUntil, timesInPool } from '../domain/pool.ts'
import { drawsOf } from '../domain/token.ts'
import type { Keys } from '../keys/key-files.ts'
import { type ToldDecision, toldOf } from '../store/feeds/pools.ts'
import { partiesOf } from '../store/records/parties.ts'
import type { DecisionRow, HeardUntil, LinkageRow } from '../store/records/rows.ts'
import { scopeOf } from '../store/records/scopes.ts'
import { groupOf, newestCovering, newestKnown, type Said, whoDecided } from '../store/records/standing.ts'
import type { Transactor } from '../store/store.ts'
import { madeBy } from './identity/held.ts'

/** A decision: its ordinal among those of whoever made it, its time, and who; absent: the person of the linkage. */
export type Made = Pick<DecisionRow, 'ordinal' | 'recorded_at'> & Partial<Pick<DecisionRow, 'subject'>>
/** A linkage, and somebody whose decisions count for it. */
type Counted = Whose & Pick<LinkageRow, 'id'>
export type Whose = Pick<LinkageRow, 'subject' | 'database_id'>

/** What is true of a token that is being registered, and what its holder is told. */
type Choices = Record<'actual' | 'published', ReturnType<typeof withScope> | null>

/** Decisions that are examined, newest first, for the newest whose time has come. */
const LOOKED = 16

/** What a holder may know of decisions: those that it has read, and those whose time has come in its database. */
export function createKnowledge({ keys, config: { pool } }: { keys: Keys; config: Config }) {
  /** When a change may go out. Deterministic, and the same for every linkage of that person in the database. */
  const timesOf = (kind: OutboxKind, { subject, database_id }: Whose, { ordinal, recorded_at }: Made) =>
    timesInPool(kind, recorded_at, pool, drawsOf(keys.draws, { database: database_id, subject, ordinal }))

  /** What is true and what is told of each token that is being registered, with the decision behind each. */
  async function choicesFor(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    linkages: LinkageRow[],
    at: number,
  ): Promise<Choices[]> {
    const ids = linkages.map(({ id }) => id)
    const newest = await newestCovering(tx, ids, { database_id: database.id, purpose })
    const out = outUntil(pool, at)
    const isUnsure = (made: Said[]) => made.some(({ choice, recorded_at }) => recorded_at > out[choice])
    const unsure = linkages.filter(({ id }) => isUnsure(newest.get(id) ?? []))
    const told = await toldOf(
      tx,
      database.id,
      unsure.map(({ subject }) => subject),
    )
    const choicesOf = async (of: Counted, made: Said[], heard: ToldDecision[]): Promise<Choices> => {
      const known: Said[] = []
      for (const said of made) {
        const one = await newestOut(tx, of, said, readOf(of, heard), at)
        if (one) known.push(one)
      }
      return {
        actual: standingChoice(made.map(withScope), database, purpose),
        published: standingChoice(known.map(withScope), database, purpose),
      }
    }
    const parties = await partiesOf(tx, ids)
    const deciders = await whoDecided(tx, [...parties.values()].flat())
    const choices: Choices[] = []
    for (const linkage of linkages) {
      const read = told.get(linkage.subject) ?? []
      const own = await choicesOf(linkage, newest.get(linkage.id) ?? [], read)
      const all = [own]
      for (const { subject, until, own_until } of parties.get(linkage.id) ?? []) {
        if (!deciders.has(subject)) continue
        const heard = { subject, until, own_until }
        const made = await madeBy(tx, heard, { database_id: database.id, purpose })
        const read = (await toldOf(tx, database.id, [subject])).get(subject) ?? []
        all.push(alone(heard, own, await choicesOf({ ...linkage, subject }, made, read)))
      }
      choices.push(together(all, linkage.database_id))
    }
    return choices
  }

  /** The choices of somebody whose decisions count only until the linkage's own person decides: then theirs do. */
  function alone({ own_until }: HeardUntil, own: Choices, other: Choices): Choices {
    const said = (choice: Choices['actual']) =>
      own_until !== null && choice !== null && choice.ordinal > own_until
    return {
      actual: said(own.actual) ? own.actual : other.actual,
      published: said(own.published) ? own.published : other.published,
    }
  }

  /**
   * What several people's choices make of one linkage: it is stopped while one of them stops it. Where the holder was
   * told of stops that are over, the allow whose time comes last opens it.
   */
  function together([own, ...others]: [Choices, ...Choices[]] | Choices[], database_id: string): Choices {
    if (!own) throw new Error('a linkage is somebody’s')
    if (others.length === 0) return own
    const all = [own, ...others]
    const isStop = (choice: Choices['actual']) => choice?.choice === 'stop'
    const published = all.find((one) => isStop(one.published))?.published ?? own.published
    const stopped = all.find((one) => isStop(one.actual))?.actual
    if (stopped || !isStop(published)) return { published, actual: stopped ?? own.actual }
    const opens = (made: Said) => timesOf('create', { subject: made.subject, database_id }, made).deadline
    const allows = all.flatMap((one) => (isStop(one.published) && one.actual ? [one.actual] : []))
    return { published, actual: allows.sort((a, b) => opens(b) - opens(a))[0] ?? null }
  }

  /**
   * The newest decision of a group that a holder may know: it has read it, or its time has come there. At most
   * `LOOKED` decisions are examined, so that nobody can make this endless; beyond them, the newest that is certainly
   * out counts.
   * @param newest the newest of all decisions of that group.
   */
  async function newestOut(
    tx: Transactor,
    whose: Counted,
    newest: Said,
    read: Read,
    at: number,
  ): Promise<Said | null> {
    const group = groupOf(newest, whose.database_id)
    const kindOf = ({ choice }: Said) => (choice === 'stop' ? 'revoke' : 'create')
    const older = (before: number, until: ReturnType<typeof outUntil>) =>
      newestKnown(tx, { subject: newest.subject, group, ...read, until, before })
    let said: Said | null = newest
    for (let looked = 0; looked < LOOKED && said; looked++) {
      if (isRead(said, read) || said.recorded_at <= outUntil(pool, at)[said.choice]) return said
      if (timesOf(kindOf(said), whose, said).deadline <= at) return said
      said = await older(said.ordinal, soonestUntil(pool, at))
    }
    return said && older(said.ordinal, outUntil(pool, at))
  }

  return { timesOf, choicesFor }
}

/**
 * What a holder has read of a person. Of this linkage: everything up to an ordinal. Of their linkages for other
 * purposes in its database: single decisions.
 */
type Read = { upTo: number; singly: number[] }

function readOf({ id }: Pick<LinkageRow, 'id'>, told: ToldDecision[]): Read {
  const own = told.filter(({ linkage_id }) => linkage_id === id).map(({ ordinal }) => ordinal)
  return { upTo: Math.max(0, ...own), singly: told.map(({ ordinal }) => ordinal) }
}

const isRead = ({ ordinal }: Said, { upTo, singly }: Read): boolean =>
  ordinal <= upTo || singly.includes(ordinal)

const withScope = (said: Said) => ({ ...said, scope: scopeOf(said) })
