import type { Database, Purpose } from './contract/catalogue.ts'
import type { LinkageAnswer, LinkageLine } from './contract/holder.ts'
import type { Deps } from './deps.ts'
import { dayInJapan } from './domain/calendar.ts'
import { standingChoice } from './domain/decision.ts'
import { placeInTime } from './domain/linkage.ts'
import { linkageToken, subjectOf } from './domain/token.ts'
import { decisionsOf, scopeOf } from './store/decisions.ts'
import { insertOutbox } from './store/feeds.ts'
import {
  changeToken,
  findLinkage,
  insertLinkage,
  insertToken,
  type LinkageWithToken,
  updateLinkage,
} from './store/linkages.ts'
import type { LinkageRow, TokenRow } from './store/schema.ts'
import { listPath } from './store/status-lists.ts'
import type { Transactor } from './store/store.ts'

/** Linkages and their tokens: registered by holders, revoked and renewed by decisions. */
export function createLinkages({ store, keys, chance, config, databases, resolver }: Deps) {
  async function mint(
    tx: Transactor,
    linkage: LinkageRow,
    state: Pick<TokenRow, 'state' | 'usable_from'>,
    at: number,
  ) {
    const { subject, database_id, purpose, generation } = linkage
    const token = linkageToken(keys.token, { database: database_id, generation, purpose, subject })
    const place = await insertToken(
      tx,
      { token, linkage_id: linkage.id, generation, database_id, purpose, ...state, changed_at: at },
      chance.below,
    )
    return { ...linkage, ...state, ...place, token, changed_at: at }
  }

  const announce = (
    tx: Transactor,
    { database_id, token }: LinkageWithToken,
    kind: 'revoke' | 'create',
    replaces: string | null,
    at: number,
  ) => insertOutbox(tx, { id: chance.id(), database_id, token, kind, replaces, recorded_at: at })

  /** Revokes the current token, for ever; the holder learns of it from the feed. */
  async function revoke(tx: Transactor, linkage: LinkageWithToken, at: number): Promise<void> {
    await changeToken(tx, linkage, { state: 'revoked', changed_at: at })
    await announce(tx, linkage, 'revoke', null, at)
  }

  /** Allowing again mints a token of the next generation: the revoked one stays revoked (I4). */
  async function renew(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    today: string,
    at: number,
  ): Promise<void> {
    const generation = linkage.generation + 1
    await updateLinkage(tx, linkage.id, { generation })
    const { id, subject, database_id, purpose, notified_on, registered_at } = linkage
    const row: LinkageRow = { id, subject, database_id, purpose, generation, notified_on, registered_at }
    const minted = await mint(tx, row, placeInTime(database, notified_on, today), at)
    await announce(tx, minted, 'create', linkage.token, at)
  }

  /** A linkage that is known already stays as it is; a notice that was missing, or is now given, is taken over. */
  async function noticed(
    tx: Transactor,
    linkage: LinkageWithToken,
    database: Database,
    line: LinkageLine,
    at: number,
  ) {
    if (!line.notified_on || linkage.notified_on !== null || database.notice_days === null) return linkage
    await updateLinkage(tx, linkage.id, { notified_on: line.notified_on })
    const place = placeInTime(database, line.notified_on, dayInJapan(new Date(at)))
    if (linkage.state !== 'waiting') return { ...linkage, notified_on: line.notified_on }
    await changeToken(tx, linkage, { ...place, changed_at: at })
    return { ...linkage, ...place, notified_on: line.notified_on }
  }

  async function register(
    tx: Transactor,
    database: Database,
    purpose: Purpose,
    subject: string,
    line: LinkageLine,
    at: number,
  ) {
    const known = await findLinkage(tx, { subject, database_id: database.id, purpose })
    if (known) return noticed(tx, known, database, line, at)
    const linkage: LinkageRow = {
      id: chance.id(),
      subject,
      database_id: database.id,
      purpose,
      generation: 1,
      notified_on: line.notified_on ?? null,
      registered_at: at,
    }
    await insertLinkage(tx, linkage)
    const minted = await mint(
      tx,
      linkage,
      placeInTime(database, linkage.notified_on, dayInJapan(new Date(at))),
      at,
    )
    const decisions = (await decisionsOf(tx, subject)).map((row) => ({ ...row, scope: scopeOf(row) }))
    if (standingChoice(decisions, database, purpose)?.choice !== 'stop') return minted
    await revoke(tx, minted, at)
    return { ...minted, state: 'revoked' as const }
  }

  const answer = (linkage: LinkageWithToken): LinkageAnswer => ({
    token: linkage.token,
    status_list: { uri: config.origin + listPath(linkage), idx: linkage.idx },
    state: linkage.state,
    usable_from: linkage.state === 'waiting' ? linkage.usable_from : null,
  })

  return {
    revoke,
    renew,

    /**
     * Registers linkages, in one transaction. A standing stop revokes at birth (I3).
     * @param lines with their sealed subject. @returns one answer per line, in order.
     */
    async registerAll(databaseId: string, purpose: Purpose, lines: LinkageLine[]): Promise<LinkageAnswer[]> {
      const database = databases.find(databaseId)
      if (!database?.purposes.includes(purpose)) return lines.map(() => ({ error: 'invalid-line' }))
      const now = chance.now()
      const today = dayInJapan(now)
      const opened = await Promise.all(
        lines.map(async (line): Promise<{ error: string } | { line: LinkageLine; subject: string }> => {
          if (line.notified_on && line.notified_on > today) return { error: 'notified-in-future' }
          const sealed = await resolver.open(line.subject, databaseId, now)
          return 'error' in sealed ? sealed : { line, subject: subjectOf(keys.subject, sealed.id5) }
        }),
      )
      return store.transact(async (tx) => {
        const answers: LinkageAnswer[] = []
        for (const item of opened)
          answers.push(
            'error' in item
              ? item
              : answer(await register(tx, database, purpose, item.subject, item.line, now.getTime())),
          )
        return answers
      })
    },
  }
}
