import type { AuditTrail } from '../audit/trail.ts'
import type { Databases } from '../catalogue/load.ts'
import type { Config } from '../config.ts'
import type { Database, Purpose } from '../contract/catalogue.ts'
import type { LinkageAnswer, LinkageLine, OwnLinkageLine, Told } from '../contract/holder.ts'
import type { Precision } from '../contract/identifiers.ts'
import { tokensDigest } from '../domain/audit.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import { stoppable } from '../domain/decision.ts'
import { availability } from '../domain/linkage.ts'
import type { Random } from '../domain/random.ts'
import type { Identification, Opened } from '../portal/identification.ts'
import { inListOrder, type ListKey, listPath } from '../store/feeds/status-lists.ts'
import { lockLinkages, lockLinkagesOf, lockPeople } from '../store/locks.ts'
import { isCovered } from '../store/records/covered.ts'
import {
  changeListed,
  changeStates,
  dropHidden,
  hiddenWaiting,
  insertLinkages,
  type LinkageWithToken,
  linkagesByToken,
  linkagesOfMany,
  markRemoved,
  updateLinkage,
} from '../store/records/linkages.ts'
import { type After, type OwnLinkage, ownLinkages } from '../store/records/own-linkages.ts'
import type { LinkageRow } from '../store/records/rows.ts'
import type { Store, Transactor } from '../store/store.ts'
import type { Kin } from './identity/kin.ts'
import type { Root, Roots } from './identity/roots.ts'
import type { Minter, Minting } from './minting.ts'

/** A line whose sealed subject was opened. */
type Named = { line: LinkageLine; opened: Opened }
/** The same, with the people that it concerns. */
type Found = { line: LinkageLine; precision: Precision } & Root
/** Everything that is registered in one transaction; `minted`: the tokens minted for it. */
type Batch = Minting & { minted: string[] }

/** Linkages as holders register and remove them. Decisions revoke and renew their tokens. */
export function createLinkages({
  store,
  audit,
  clock,
  random,
  config,
  databases,
  identification,
  roots,
  kin,
  minting: { mint },
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  config: Config
  databases: Databases
  identification: Identification
  roots: Roots
  kin: Kin
  minting: Minter
}) {
  /** Registers a linkage again that was taken back: mints its next token. */
  async function restart(
    batch: Batch,
    { id, subject, database_id, purpose, precision, ...was }: LinkageWithToken,
    notified_on: string | null,
  ): Promise<LinkageWithToken> {
    const generation = was.generation + 1
    const change = {
      notified_on,
      generation,
      told: generation,
      removed_at: null,
      registered_at: batch.cause.at,
    }
    await updateLinkage(batch.tx, id, change)
    const { told, minted } = await mint(batch, [{ id, subject, database_id, purpose, precision, ...change }])
    batch.minted.push(...minted)
    return told[0] as LinkageWithToken
  }

  /** Registering again changes nothing, unless the linkage was taken back or its notice was missing. */
  async function again(
    batch: Batch,
    linkage: LinkageWithToken,
    line: LinkageLine,
  ): Promise<LinkageWithToken> {
    const { tx, database, cause } = batch
    const notified_on = linkage.notified_on ?? line.notified_on ?? null
    if (linkage.removed_at !== null) return restart(batch, linkage, notified_on)
    if (notified_on === linkage.notified_on || database.notice_days === null) return linkage
    await updateLinkage(tx, linkage.id, { notified_on })
    const { state, usable_from } = availability(
      database,
      { purpose: linkage.purpose, notified_on },
      dayInJapan(new Date(cause.at)),
    )
    const change = { state, usable_from, changed_at: cause.at }
    await changeStates(tx, [linkage.token, ...(await hiddenWaiting(tx, [linkage.id]))], change, ['waiting'])
    if (linkage.listed !== 'waiting') return { ...linkage, notified_on }
    await changeListed(tx, [linkage], { listed: state, usable_from })
    return { ...linkage, listed: state, usable_from, notified_on }
  }

  async function registerBatch(
    tx: Transactor,
    ours: Database,
    purpose: Purpose,
    named: Named[],
    at: number,
  ): Promise<(LinkageWithToken | undefined)[]> {
    // Another process may have a newer catalogue, by which a stop already reaches this database.
    const database = (await isCovered(tx, { database_id: ours.id, purpose })) ? stoppable(ours) : ours
    const found = await findAll(tx, named, at)
    const subjects = [...new Set(found.map(({ subject }) => subject))]
    const others = await kin.parties(tx, found)
    await lockPeople(tx, [...subjects, ...[...others.values()].flat().map(({ subject }) => subject)])
    await lockLinkagesOf(tx, subjects, { database_id: database.id, purpose })
    const rows = await linkagesOfMany(tx, { subjects, database_id: database.id, purpose })
    const linkages = new Map(rows.map((row) => [row.subject, row]))
    const fresh = new Map<string, LinkageRow>()
    const batch: Batch = { tx, database, purpose, cause: { id: random.id(), at }, minted: [] }
    const partiesOf = ({ id, subject }: Pick<LinkageRow, 'id' | 'subject'>) =>
      (others.get(subject) ?? []).map((party) => ({ ...party, linkage_id: id, since: at }))
    // First, so that whoever has stopped a record that may be theirs is heard when its next token is minted.
    await kin.add(tx, rows.flatMap(partiesOf), at)
    for (const { subject, precision, line } of inOrder(found, linkages)) {
      const known = linkages.get(subject)
      if (known) linkages.set(subject, await again(batch, known, line))
      else if (!fresh.has(subject))
        fresh.set(subject, {
          id: random.id(),
          subject,
          database_id: database.id,
          purpose,
          generation: 1,
          told: 1,
          notified_on: line.notified_on ?? null,
          registered_at: at,
          removed_at: null,
          precision,
        })
    }
    if (fresh.size > 0) {
      await insertLinkages(tx, [...fresh.values()])
      await kin.add(tx, [...fresh.values()].flatMap(partiesOf), at)
      const { told, minted } = await mint(batch, [...fresh.values()])
      batch.minted.push(...minted)
      for (const linkage of told) linkages.set(linkage.subject, linkage)
    }
    const digest = tokensDigest(batch.minted)
    await audit.record(tx, { kind: 'linkages', reference: batch.cause.id, digest })
    return found.map(({ subject }) => linkages.get(subject))
  }

  /** The people that these lines concern. What they reveal about who is one person is noted. */
  async function findAll(tx: Transactor, named: Named[], at: number): Promise<Found[]> {
    const found = await roots.find(
      tx,
      'seal',
      named.map(({ opened }) => opened),
      at,
    )
    await kin.note(tx, found, at)
    return found.map((root, i) => {
      const { line, opened } = named[i] as Named
      return { ...root, line, precision: opened.scheme }
    })
  }

  /** What a holder is told of a linkage: only what was published to it. */
  const answer = (linkage: OwnLinkage & ListKey): Told => ({
    token: linkage.token,
    status_list: { uri: config.origin + listPath(linkage), idx: linkage.idx },
    state: linkage.listed === 'waiting' || linkage.listed === 'usable' ? linkage.listed : 'revoked',
    usable_from: linkage.listed === 'waiting' ? linkage.usable_from : null,
  })

  async function open(line: LinkageLine, databaseId: string, now: Date): Promise<{ error: string } | Named> {
    if (line.notified_on && line.notified_on > dayInJapan(now)) return { error: 'notified-in-future' }
    const opened = await identification.open(line.subject, databaseId, now)
    return 'error' in opened ? opened : { line, opened }
  }

  return {
    /**
     * A slice of the linkages of a database, as they were published to its holder.
     * @param after where the slice before ended. @returns what is told of each, and where this one ends; null:
     *   nothing is left.
     */
    async slice(
      database_id: string,
      after: After | null,
      limit: number,
    ): Promise<{ told: OwnLinkageLine[]; last: After } | null> {
      const rows = await store.read((db) => ownLinkages(db, database_id, after, limit))
      const last = rows.at(-1)
      if (!last) return null
      const told = rows.map((row) => ({
        ...answer({ ...row, database_id }),
        purpose: row.purpose,
        notified_on: row.notified_on,
      }))
      return { told, last }
    },

    /**
     * Registers linkages, in one transaction.
     * @param lines with their sealed subject. @returns one answer per line, in order.
     */
    async registerAll(databaseId: string, purpose: Purpose, lines: LinkageLine[]): Promise<LinkageAnswer[]> {
      const database = databases.find(databaseId)
      if (!database?.purposes.includes(purpose)) return lines.map(() => ({ error: 'invalid-line' }))
      const now = clock.now()
      const items = await Promise.all(lines.map((line) => open(line, databaseId, now)))
      const named = items.filter((item): item is Named => !('error' in item))
      const registered =
        named.length > 0
          ? await store.transact((tx) => registerBatch(tx, database, purpose, named, now.getTime()), {
              lane: 'later',
            })
          : []
      const linkages = new Map(named.map((item, i) => [item, registered[i]]))
      return items.map((item) => {
        if ('error' in item) return item
        const linkage = linkages.get(item)
        return linkage ? answer(linkage) : { error: 'subject-rejected' }
      })
    },

    /**
     * Takes linkages back: the holder no longer links these records. Their tokens stay closed in the list for ever.
     * @returns for each token whether it was a current one of this database.
     */
    async removeAll(databaseId: string, tokens: string[]): Promise<boolean[]> {
      if (tokens.length === 0) return []
      return store.transact(
        async (tx) => {
          const at = clock.now().getTime()
          const named = await linkagesByToken(tx, databaseId, tokens)
          const ids = named.map(({ id }) => id)
          await lockPeople(
            tx,
            named.map(({ subject }) => subject),
          )
          await lockLinkages(tx, ids)
          const found = new Map(
            (await linkagesByToken(tx, databaseId, tokens)).map((row) => [row.token, row]),
          )
          if (found.size > 0) await takeBack(tx, [...found.values()], at)
          const digest = tokensDigest([...found.keys()])
          await audit.record(tx, { kind: 'removals', reference: random.id(), digest })
          return tokens.map((token) => found.has(token))
        },
        { lane: 'later' },
      )
    },
  }
}

export type Linkages = ReturnType<typeof createLinkages>

/** Known linkages first, in the order in which their lists are locked; new ones go to the newest list. */
function inOrder(found: Found[], linkages: Map<string, LinkageWithToken>): Found[] {
  const known = found.flatMap((one) => {
    const linkage = linkages.get(one.subject)
    return linkage && linkage.removed_at === null ? [{ ...linkage, one }] : []
  })
  const rest = found.filter(({ subject }) => linkages.get(subject)?.removed_at !== null)
  return [...inListOrder(known).map(({ one }) => one), ...rest]
}

/**
 * Closes the tokens that the holder knows, and drops changes that it was not told yet. A revocation of a token that
 * it knows still goes out.
 */
async function takeBack(tx: Transactor, linkages: LinkageWithToken[], at: number): Promise<void> {
  const ids = linkages.map(({ id }) => id)
  const tokens = linkages.map(({ token }) => token)
  await changeListed(tx, linkages, { listed: 'removed' })
  await changeStates(tx, tokens, { state: 'removed', changed_at: at }, ['usable', 'waiting'])
  await dropHidden(tx, ids, at)
  await markRemoved(tx, ids, at)
}
