import type { Config } from '../config.ts'
import type { Database, Purpose } from '../contract/catalogue.ts'
import type { OutboxKind } from '../contract/holder.ts'
import { dayInJapan } from '../domain/calendar.ts'
import { availability } from '../domain/linkage.ts'
import type { Random } from '../domain/random.ts'
import { linkageToken } from '../domain/token.ts'
import type { Keys } from '../keys/key-files.ts'
import { insertOutbox, takeBackCreates } from '../store/feeds/pools.ts'
import type { OutboxRow } from '../store/feeds/rows.ts'
import { assignIndexes } from '../store/feeds/status-lists.ts'
import {
  changeStates,
  insertTokens,
  type LinkageWithToken,
  tokenTold,
  updateLinkage,
} from '../store/records/linkages.ts'
import type { LinkageRow, TokenRow } from '../store/records/rows.ts'
import type { Transactor } from '../store/store.ts'
import { createKnowledge, type Made, type Whose } from './holder-knowledge.ts'

/** What tokens are minted for: a batch of linkages or a decision, and its time. */
export type Cause = { id: string; at: number }

/** The context of minting: transaction, database, purpose and cause. */
export type Minting = { tx: Transactor; database: Database; purpose: Purpose; cause: Cause }

/**
 * Mints, revokes and renews linkage tokens. Holders learn of a decision only from their feeds. What they are told
 * here rests on decisions that the linkage's holder has read, or whose time has come in its database.
 */
export function createMinting({ keys, random, config }: { keys: Keys; random: Random; config: Config }) {
  const { timesOf, choicesFor } = createKnowledge({ keys, config })

  /** Makes the token of each linkage's newest generation. It stores nothing and ignores decisions. */
  async function drawTokens(
    { tx, database, purpose, cause: { id: minted_by, at } }: Minting,
    linkages: LinkageRow[],
    hidden: boolean,
  ): Promise<TokenRow[]> {
    const today = dayInJapan(new Date(at))
    const of = { database_id: database.id, purpose, count: linkages.length, hidden }
    const indexes = await assignIndexes(tx, of, random.below)
    return linkages.map(({ id, subject, generation, notified_on }, i): TokenRow => {
      const index = indexes[i]
      if (!index) throw new Error('an index is missing')
      const inTime = availability(database, { purpose, notified_on }, today)
      return {
        token: linkageToken(keys.token, { database: database.id, generation, purpose, subject }),
        linkage_id: id,
        generation,
        database_id: database.id,
        purpose,
        ...index,
        ...inTime,
        listed: hidden ? 'hidden' : inTime.state,
        changed_at: at,
        minted_by,
      }
    })
  }

  /** Puts a change into the pool of its database. @param made the decision that caused it. @param at now. */
  const waits = (
    whose: Whose,
    token: string,
    { kind, replaces = null }: { kind: OutboxKind; replaces?: string | null },
    made: Made,
    at: number,
  ): OutboxRow => ({
    id: random.id(),
    database_id: whose.database_id,
    token,
    kind,
    replaces,
    // A batch of linkages may have begun before the decision that it waited for.
    recorded_at: Math.max(at, made.recorded_at),
    ordinal: made.ordinal,
    decided_by: made.subject === undefined || made.subject === whose.subject ? null : made.subject,
    ...timesOf(kind, { ...whose, subject: made.subject ?? whose.subject }, made),
  })

  /**
   * Mints the tokens of linkages that are being registered. A standing stop revokes them at birth (I3). While that
   * stop waits in the pools of other databases, the holder learns of it later, from its feed.
   * @returns the linkages as their holder is told of them, and all tokens that were minted.
   */
  async function mint(
    minting: Minting,
    linkages: LinkageRow[],
  ): Promise<{ told: LinkageWithToken[]; minted: string[] }> {
    const { tx, database, purpose, cause } = minting
    const drawn = await drawTokens(minting, linkages, false)
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
        const { published, actual } = choices[i] ?? {}
        const [linkage, made] = [linkages[i], published?.choice === 'stop' ? published : actual]
        const revoked = linkage && made && token.state === 'revoked'
        return revoked ? [waits(linkage, token.token, { kind: 'revoke' }, made, cause.at)] : []
      }),
    )
    const told = linkages.map((linkage, i) => ({ ...linkage, ...shownOf(born[i] as TokenRow) }))
    const minted = born.map(({ token }) => token)
    for (const [i, linkage] of told.entries()) {
      const { published, actual } = choices[i] ?? {}
      if (published?.choice === 'stop' && actual?.choice === 'allow')
        minted.push(await renew(minting, linkage, actual))
    }
    return { told, minted }
  }

  /**
   * Revokes current tokens for ever; their holders learn of it from their feeds. A token that its holder was not told
   * is revoked silently, and its `create` is taken back: for that holder the earlier stop still holds. Two holders
   * therefore may see different numbers of changes for one person.
   * @param revoked linkages, and the decision for which each is revoked. @param at when that is carried out.
   */
  async function revokeEach(
    tx: Transactor,
    revoked: { linkage: LinkageWithToken; made: Made }[],
    at: number,
  ): Promise<void> {
    if (revoked.length === 0) return
    const linkages = revoked.map(({ linkage }) => linkage)
    // First, because a publisher also takes changes out of the pool before it touches tokens.
    const untold = await takeBackCreates(
      tx,
      linkages.filter(({ listed }) => listed === 'hidden'),
    )
    const tokens = linkages.map(({ token }) => token)
    await changeStates(tx, tokens, { state: 'revoked', changed_at: at }, ['usable', 'waiting'])
    const told = revoked.filter(({ linkage }) => !untold.has(linkage.token))
    await insertOutbox(
      tx,
      told.map(({ linkage, made }) =>
        waits(linkage, linkage.token, { kind: 'revoke' }, { ...made, recorded_at: at }, at),
      ),
    )
  }

  /** As `revokeEach`, for the linkages that one decision reaches, when it is made. */
  const revoke = (tx: Transactor, linkages: LinkageWithToken[], made: Made): Promise<void> =>
    revokeEach(
      tx,
      linkages.map((linkage) => ({ linkage, made })),
      made.recorded_at,
    )

  /**
   * Allowing again mints a token of the next generation, because the old one never comes back (I4). The new token is
   * hidden until its `create` tells the holder which token it replaces: the newest that the holder knows.
   * @param linkage as its holder knows it, with its newest token. @param made the decision. @returns the token.
   */
  async function renew(minting: Minting, linkage: LinkageWithToken, made: Made): Promise<string> {
    const { tx, cause } = minting
    const generation = linkage.generation + 1
    await updateLinkage(tx, linkage.id, { generation })
    const next = { ...linkage, generation }
    const [row] = await drawTokens(minting, [next], true)
    if (!row) throw new Error('no token was minted')
    await insertTokens(tx, [row])
    const change = { kind: 'create', replaces: await tokenTold(tx, linkage) } as const
    await insertOutbox(tx, [waits(linkage, row.token, change, made, cause.at)])
    return row.token
  }

  return { mint, revoke, revokeEach, renew }
}

export type Minter = ReturnType<typeof createMinting>

const shownOf = ({ token, list, idx, state, listed, usable_from, changed_at }: TokenRow) => ({
  token,
  list,
  idx,
  state,
  listed,
  usable_from,
  changed_at,
})
