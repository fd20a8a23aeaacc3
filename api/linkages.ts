import type { Database, Purpose } from './contract/catalogue.ts'
import type { LinkageAnswer, LinkageLine } from './contract/holder.ts'
import type { Deps } from './deps.ts'
import { tokensDigest } from './domain/audit.ts'
import { dayInJapan } from './domain/calendar.ts'
import { standingChoice } from './domain/decision.ts'
import { placeInTime } from './domain/linkage.ts'
import { linkageToken, subjectOf } from './domain/token.ts'
import { decisionsOfMany, scopeOf } from './store/decisions.ts'
import { insertOutbox } from './store/feeds.ts'
import {
  changeTokens,
  insertLinkages,
  insertTokens,
  type LinkageWithToken,
  linkagesByToken,
  linkagesOfMany,
  updateLinkage,
} from './store/linkages.ts'
import { lockPeople } from './store/locks.ts'
import type { LinkageRow, OutboxRow, TokenRow } from './store/schema.ts'
import { assignPlaces, listPath } from './store/status-lists.ts'
import type { Transactor } from './store/store.ts'

type Opened = { line: LinkageLine; subject: string }

/** Linkages and their tokens: registered and taken back by holders, revoked and renewed by decisions. */
export function createLinkages({ store, audit, keys, chance, config, databases, resolver }: Deps) {
  /**
   * Mints the token of each linkage's generation. A person's standing stop revokes it at birth (I3).
   * @param minted_by the batch or the decision that asks for it.
   */
  async function mint(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    linkages: LinkageRow[],
    minted_by: string,
    at: number,
  ): Promise<LinkageWithToken[]> {
    const today = dayInJapan(new Date(at))
    const places = await assignPlaces(
      tx,
      { database_id: database.id, purpose, count: linkages.length },
      chance.below,
    )
    const subjects = linkages.map(({ subject }) => subject)
    const decisions = Map.groupBy(await decisionsOfMany(tx, subjects), ({ subject }) => subject)
    const tokens = linkages.flatMap((linkage, i): TokenRow[] => {
      const place = places[i]
      if (!place) return []
      const { id, subject, generation } = linkage
      const made = (decisions.get(subject) ?? []).map((row) => ({ ...row, scope: scopeOf(row) }))
      const inTime = placeInTime(database, linkage.notified_on, today)
      return [
        {
          token: linkageToken(keys.token, { database: database.id, generation, purpose, subject }),
          linkage_id: id,
          generation,
          database_id: database.id,
          purpose,
          ...place,
          ...inTime,
          state: standingChoice(made, database, purpose)?.choice === 'stop' ? 'revoked' : inTime.state,
          changed_at: at,
          minted_by,
        },
      ]
    })
    await insertTokens(tx, tokens)
    const revoked = tokens.filter(({ state }) => state === 'revoked')
    await insertOutbox(
      tx,
      revoked.map(({ token }) => outboxRow(database.id, token, 'revoke', null, at)),
    )
    return linkages.flatMap((linkage, i) => {
      const token = tokens[i]
      return token ? [{ ...linkage, ...current(token) }] : []
    })
  }

  const outboxRow = (
    database_id: string,
    token: string,
    kind: OutboxRow['kind'],
    replaces: string | null,
    recorded_at: number,
  ): OutboxRow => ({ id: chance.id(), database_id, token, kind, replaces, recorded_at })

  /** Revokes the current tokens, for ever; their holders learn of it from the feeds. */
  async function revoke(tx: Transactor, linkages: LinkageWithToken[], at: number): Promise<void> {
    await changeTokens(tx, linkages, { state: 'revoked', changed_at: at })
    await insertOutbox(
      tx,
      linkages.map(({ database_id, token }) => outboxRow(database_id, token, 'revoke', null, at)),
    )
  }

  /** The linkage with a token of its next generation: the old one never comes back (I4). */
  async function nextGeneration(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    change: Partial<LinkageRow>,
    minted_by: string,
    at: number,
  ): Promise<LinkageWithToken> {
    const { id, subject, database_id, purpose, notified_on, registered_at, removed_at } = linkage
    const known = { id, subject, database_id, purpose, notified_on, registered_at, removed_at }
    const row: LinkageRow = { ...known, ...change, generation: linkage.generation + 1 }
    await updateLinkage(tx, id, row)
    const [minted] = await mint(tx, database, purpose, [row], minted_by, at)
    if (!minted) throw new Error('no token was minted')
    return minted
  }

  /** Allowing again mints a new token and tells the holder which one it replaces. */
  async function renew(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    minted_by: string,
    at: number,
  ): Promise<void> {
    const { token } = await nextGeneration(tx, linkage, database, {}, minted_by, at)
    await insertOutbox(tx, [outboxRow(database.id, token, 'create', linkage.token, at)])
  }

  /** What registering again does: nothing, unless the linkage was taken back or its notice was missing. */
  async function again(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    { notified_on }: LinkageLine,
    batch: string,
    at: number,
  ): Promise<LinkageWithToken> {
    const notice = notified_on && linkage.notified_on === null ? { notified_on } : {}
    if (linkage.removed_at !== null) {
      const change = { ...notice, removed_at: null, registered_at: at }
      return nextGeneration(tx, linkage, database, change, batch, at)
    }
    if (!notice.notified_on || database.notice_days === null) return linkage
    await updateLinkage(tx, linkage.id, notice)
    if (linkage.state !== 'waiting') return { ...linkage, ...notice }
    const place = placeInTime(database, notice.notified_on, dayInJapan(new Date(at)))
    await changeTokens(tx, [linkage], { ...place, changed_at: at })
    return { ...linkage, ...place, ...notice }
  }

  async function registerBatch(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    opened: Opened[],
    at: number,
  ): Promise<Map<string, LinkageWithToken>> {
    const subjects = [...new Set(opened.map(({ subject }) => subject))]
    await lockPeople(tx, subjects)
    const rows = await linkagesOfMany(tx, { subjects, database_id: database.id, purpose })
    const linkages = new Map(rows.map((row) => [row.subject, row]))
    const fresh = new Map<string, LinkageRow>()
    const batch = chance.id()
    for (const { subject, line } of opened) {
      const known = linkages.get(subject)
      if (known) linkages.set(subject, await again(tx, known, database, line, batch, at))
      else if (!fresh.has(subject))
        fresh.set(subject, {
          id: chance.id(),
          subject,
          database_id: database.id,
          purpose,
          generation: 1,
          notified_on: line.notified_on ?? null,
          registered_at: at,
          removed_at: null,
        })
    }
    if (fresh.size > 0) {
      await insertLinkages(tx, [...fresh.values()])
      for (const linkage of await mint(tx, database, purpose, [...fresh.values()], batch, at))
        linkages.set(linkage.subject, linkage)
    }
    const before = new Set(rows.map(({ token }) => token))
    const minted = [...linkages.values()].map(({ token }) => token).filter((token) => !before.has(token))
    await audit.record(tx, { kind: 'linkages', reference: batch, digest: tokensDigest(minted) })
    return linkages
  }

  const answer = (linkage: LinkageWithToken): LinkageAnswer => ({
    token: linkage.token,
    status_list: { uri: config.origin + listPath(linkage), idx: linkage.idx },
    state: linkage.state === 'waiting' || linkage.state === 'usable' ? linkage.state : 'revoked',
    usable_from: linkage.state === 'waiting' ? linkage.usable_from : null,
  })

  async function open(line: LinkageLine, databaseId: string, now: Date): Promise<{ error: string } | Opened> {
    if (line.notified_on && line.notified_on > dayInJapan(now)) return { error: 'notified-in-future' }
    const sealed = await resolver.open(line.subject, databaseId, now)
    return 'error' in sealed ? sealed : { line, subject: subjectOf(keys.subject, sealed.id5) }
  }

  return {
    revoke,
    renew,

    /**
     * Registers linkages, in one transaction.
     * @param lines with their sealed subject. @returns one answer per line, in order.
     */
    async registerAll(databaseId: string, purpose: Purpose, lines: LinkageLine[]): Promise<LinkageAnswer[]> {
      const database = databases.find(databaseId)
      if (!database?.purposes.includes(purpose)) return lines.map(() => ({ error: 'invalid-line' }))
      const now = chance.now()
      const items = await Promise.all(lines.map((line) => open(line, databaseId, now)))
      const opened = items.filter((item): item is Opened => !('error' in item))
      const linkages =
        opened.length > 0
          ? await store.transact((tx) => registerBatch(tx, database, purpose, opened, now.getTime()))
          : new Map<string, LinkageWithToken>()
      return items.map((item) => {
        if ('error' in item) return item
        const linkage = linkages.get(item.subject)
        return linkage ? answer(linkage) : { error: 'subject-rejected' }
      })
    },

    /**
     * Takes linkages back: the holder no longer links these records. Their tokens are closed in the list for ever.
     * @returns for each token whether it was a current one of this database.
     */
    async removeAll(databaseId: string, tokens: string[]): Promise<boolean[]> {
      if (tokens.length === 0) return []
      return store.transact(async (tx) => {
        const at = chance.now().getTime()
        const named = await linkagesByToken(tx, databaseId, tokens)
        await lockPeople(
          tx,
          named.map(({ subject }) => subject),
        )
        const found = new Map((await linkagesByToken(tx, databaseId, tokens)).map((row) => [row.token, row]))
        await changeTokens(tx, [...found.values()], { state: 'removed', changed_at: at })
        for (const { id } of found.values()) await updateLinkage(tx, id, { removed_at: at })
        const digest = tokensDigest([...found.keys()])
        await audit.record(tx, { kind: 'removals', reference: chance.id(), digest })
        return tokens.map((token) => found.has(token))
      })
    },
  }
}

const current = ({ token, list, idx, state, usable_from, changed_at }: TokenRow) => ({
  token,
  list,
  idx,
  state,
  usable_from,
  changed_at,
})
