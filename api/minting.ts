import type { Database, Purpose } from './contract/catalogue.ts'
import type { OutboxKind } from './contract/holder.ts'
import type { Deps } from './deps.ts'
import { dayInJapan } from './domain/calendar.ts'
import { standingChoice } from './domain/decision.ts'
import { placeInTime } from './domain/linkage.ts'
import { outUntil, type PoolTimes, timesInPool } from './domain/pool.ts'
import { linkageToken } from './domain/token.ts'
import { scopeOf } from './store/decisions.ts'
import {
  changeStates,
  insertTokens,
  type LinkageWithToken,
  tokenTold,
  updateLinkage,
} from './store/linkages.ts'
import { insertOutbox, takeBackCreates, toldOf } from './store/pools.ts'
import type { LinkageRow, TokenRow } from './store/schema.ts'
import { type Known, newestCovering, newestKnown, type Said } from './store/standing.ts'
import { assignPlaces } from './store/status-lists.ts'
import type { Transactor } from './store/store.ts'

/** For what tokens are minted: a batch of linkages or a decision, and when. */
export type Cause = { id: string; at: number }

/** What is true and what is told of a token that is being registered, and when a change that tells more may go out. */
type Choices = {
  times: PoolTimes | undefined
  actual: ReturnType<typeof withScope> | null
  published: ReturnType<typeof withScope> | null
}

/** A linkage as its holder registers it: its newest generation is what the holder will know. */
type Registered = LinkageRow

/**
 * Mints, revokes and renews linkage tokens. Holders learn of a decision from their feeds alone: what they are told here
 * rests on decisions that every database has certainly published, or this linkage's holder has read.
 */
export function createMinting({ keys, chance, config }: Pick<Deps, 'keys' | 'chance' | 'config'>) {
  const { pool } = config

  /** The tokens of the linkages' newest generations, not yet stored, as if nobody had ever decided. */
  async function drawTokens(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    linkages: LinkageRow[],
    { id: minted_by, at }: Cause,
    hidden: boolean,
  ): Promise<TokenRow[]> {
    const today = dayInJapan(new Date(at))
    const of = { database_id: database.id, purpose, count: linkages.length, hidden }
    const places = await assignPlaces(tx, of, chance.below)
    return linkages.map(({ id, subject, generation, notified_on }, i): TokenRow => {
      const place = places[i]
      if (!place) throw new Error('a place is missing')
      const inTime = placeInTime(database, notified_on, today)
      return {
        token: linkageToken(keys.token, { database: database.id, generation, purpose, subject }),
        linkage_id: id,
        generation,
        database_id: database.id,
        purpose,
        ...place,
        ...inTime,
        listed: hidden ? 'hidden' : inTime.state,
        changed_at: at,
        minted_by,
      }
    })
  }

  /** Puts a change into the pool of its database. */
  const waits = (
    { database_id, token }: { database_id: string; token: string },
    kind: OutboxKind,
    replaces: string | null,
    recorded_at: number,
    ordinal: number,
    times = timesInPool(kind, recorded_at, pool, chance.below),
  ) => ({
    id: chance.id(),
    database_id,
    token,
    kind,
    replaces,
    recorded_at,
    ordinal,
    ...times,
  })

  /** What is true and what is told of each token that is being registered, and the decision behind either. */
  async function choicesFor(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    linkages: Registered[],
    at: number,
  ): Promise<Choices[]> {
    const ids = linkages.map(({ id }) => id)
    const newest = await newestCovering(tx, ids, { database_id: database.id, purpose })
    const again = linkages.filter(({ generation }) => generation > 1).map(({ id }) => id)
    const told = again.length > 0 ? await toldOf(tx, again) : null
    const out = outUntil(pool, at)
    const choices: Choices[] = []
    for (const { id } of linkages) {
      const made = newest.get(id) ?? []
      const times = pool.maxMs > 0 ? told?.waiting.get(id) : undefined
      const read = told?.ordinals.get(id) ?? 0
      const known = await knownOf(tx, made, { read, until: times ? null : out })
      choices.push({
        // Other times would be one more chance to come out early, each time that a holder registers again.
        times,
        actual: standingChoice(made.map(withScope), database, purpose),
        published: standingChoice(known.map(withScope), database, purpose),
      })
    }
    return choices
  }

  /**
   * Mints the tokens of linkages that are being registered. A standing stop revokes them at birth (I3); where it waits
   * in the pools of other databases, the holder learns of it later, from its feed.
   * @returns the linkages as their holder is told of them, and all tokens that were minted.
   */
  async function mint(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    linkages: Registered[],
    cause: Cause,
  ): Promise<{ told: LinkageWithToken[]; minted: string[] }> {
    const drawn = await drawTokens(tx, database, purpose, linkages, cause, false)
    const choices = await choicesFor(tx, database, purpose, linkages, cause.at)
    const born = drawn.map((token, i): TokenRow => {
      const closed = choices[i]?.published?.choice === 'stop'
      const stopped = closed || choices[i]?.actual?.choice === 'stop'
      return {
        ...token,
        state: stopped ? 'revoked' : token.state,
        listed: closed ? 'revoked' : token.listed,
      }
    })
    await insertTokens(tx, born)
    await insertOutbox(
      tx,
      born.flatMap((token, i) => {
        const { published, actual, times } = choices[i] ?? {}
        const { ordinal } = (published?.choice === 'stop' ? published : actual) ?? { ordinal: 0 }
        return token.state === 'revoked' ? [waits(token, 'revoke', null, cause.at, ordinal, times)] : []
      }),
    )
    const told = linkages.map((linkage, i) => ({ ...linkage, ...shownOf(born[i] as TokenRow) }))
    const minted = born.map(({ token }) => token)
    for (const [i, linkage] of told.entries()) {
      const { published, actual } = choices[i] ?? {}
      if (published?.choice === 'stop' && actual?.choice === 'allow')
        minted.push(await renew(tx, linkage, database, cause, actual.ordinal))
    }
    return { told, minted }
  }

  /**
   * Revokes current tokens, for ever; their holders learn of it from their feeds. A token of which its holder was not
   * told is revoked without a word, and its `create` is taken back: to that holder the earlier stop still holds. So the
   * number of changes that two holders see of one person need not be the same.
   * @param ordinal of the decision.
   */
  async function revoke(
    tx: Transactor,
    linkages: LinkageWithToken[],
    at: number,
    ordinal: number,
  ): Promise<void> {
    if (linkages.length === 0) return
    // First: a publisher, too, takes changes out of the pool before it touches tokens.
    const untold = await takeBackCreates(
      tx,
      linkages.filter(({ listed }) => listed === 'hidden'),
    )
    const tokens = linkages.map(({ token }) => token)
    await changeStates(tx, tokens, { state: 'revoked', changed_at: at }, ['usable', 'waiting'])
    const told = linkages.filter(({ token }) => !untold.has(token))
    await insertOutbox(
      tx,
      told.map((linkage) => waits(linkage, 'revoke', null, at, ordinal)),
    )
  }

  /**
   * Allowing again mints a token of the next generation, because the old one never comes back (I4). It is hidden until
   * its `create` tells the holder which one it replaces: the newest that the holder knows.
   * @param linkage with its newest token. @returns the token.
   */
  async function renew(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    cause: Cause,
    ordinal: number,
  ): Promise<string> {
    const generation = linkage.generation + 1
    await updateLinkage(tx, linkage.id, { generation })
    const next = { ...linkage, generation }
    const [row] = await drawTokens(tx, database, linkage.purpose, [next], cause, true)
    if (!row) throw new Error('no token was minted')
    await insertTokens(tx, [row])
    await insertOutbox(tx, [waits(row, 'create', await tokenTold(tx, linkage), cause.at, ordinal)])
    return row.token
  }

  return { mint, revoke, renew }
}

/** The newest known decisions of the scopes of which these are the newest ones. */
async function knownOf(tx: Transactor, newest: Said[], { read, until }: Known): Promise<Said[]> {
  const known = await Promise.all(
    newest.map((said) => {
      const isKnown = said.ordinal <= read || (until !== null && said.recorded_at <= until[said.choice])
      return isKnown ? said : newestKnown(tx, { subject: said.subject, scope: said, read, until })
    }),
  )
  return known.filter((said) => said !== null)
}

const withScope = (said: Said) => ({ ...said, scope: scopeOf(said) })

const shownOf = ({ token, list, idx, state, listed, usable_from, changed_at }: TokenRow) => ({
  token,
  list,
  idx,
  state,
  listed,
  usable_from,
  changed_at,
})
