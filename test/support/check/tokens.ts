import type { Database } from '../../../api/contract/catalogue.ts'
import type { DecisionRow, LinkageRow } from '../../../api/store/records/rows.ts'
import type { Stored } from './stored.ts'
import { toldFaults } from './told.ts'

/** I3, I4 and I6 for the tokens: the latest decision wins, revocation is final, nothing is shared. */
export function tokenFaults(stored: Stored, catalogue: Database[], before: Stored | null): string[] {
  const faults: string[] = []
  const places = stored.token.map(({ database_id, purpose, list, idx }) =>
    [database_id, purpose, list, idx].join(),
  )
  if (new Set(places).size !== places.length) faults.push('an index was given out twice')
  if (new Set(stored.token.map(({ token }) => token)).size !== stored.token.length)
    faults.push('a token twice')

  for (const linkage of stored.linkage) {
    const tokens = stored.token
      .filter(({ linkage_id }) => linkage_id === linkage.id)
      .sort((a, b) => a.generation - b.generation)
    const wrong = (what: string) => faults.push(`linkage ${linkage.database_id}/${linkage.purpose}: ${what}`)
    if (tokens.some(({ generation }, index) => generation !== index + 1)) wrong('generations have a gap')
    if (tokens.length !== linkage.generation) wrong('the newest generation is not the current one')
    for (const token of tokens.slice(0, -1))
      if (token.state !== 'revoked' && token.state !== 'removed') wrong('an old token is not closed')
    for (const fault of toldFaults(linkage, tokens, stored)) wrong(fault)
    const stopped = tokens.at(-1)?.state === 'revoked'
    // Closed by an epoch, without a decision that the store knows.
    const known = stored.known_closed.some(({ token }) => token === tokens.at(-1)?.token)
    if (
      !(stopped && known) &&
      linkage.removed_at === null &&
      stopped !== isStopped(linkage, stored, catalogue)
    )
      wrong(`${stopped ? 'stopped' : 'not stopped'}, against the latest decisions`)
    for (const [index, { token, state, listed }] of tokens.entries()) {
      const told = [...stored.outbox, ...stored.event].filter((change) => change.token === token)
      const dropped = listed === 'hidden' && !told.some(({ kind }) => kind === 'create')
      if (told.filter(({ kind }) => kind === 'revoke').length !== (state === 'revoked' && !dropped ? 1 : 0))
        wrong(`a ${state} token is told ${told.length} times`)
      // A holder that takes a linkage back and registers it again is answered with its token, even where the old one
      // was revoked before. The feed does not tell of that token.
      const created = told.filter(({ kind }) => kind === 'create').length
      const replaced = tokens[index - 1]?.state === 'revoked'
      if (created > (replaced ? 1 : 0)) wrong('a new generation is told twice, or where nothing was revoked')
    }
  }

  for (const old of before?.token ?? []) {
    const now = stored.token.find(({ token }) => token === old.token)
    if (!now || now.idx !== old.idx || now.list !== old.list) faults.push('a token or its place is gone')
    if (old.state === 'revoked' && now?.state !== 'revoked') faults.push('a revoked token came back')
    if (old.listed === 'revoked' && now?.listed !== 'revoked')
      faults.push('what was told as revoked came back')
    if (old.listed !== 'hidden' && now?.listed === 'hidden') faults.push('what was told is hidden again')
  }
  return faults
}

/** Whether somebody whose stop counts for a linkage stops it. */
function isStopped(linkage: LinkageRow, { party, decision }: Stored, catalogue: Database[]): boolean {
  const own = winner(linkage, decision, catalogue)
  if (own?.choice === 'stop') return true
  return party
    .filter(({ linkage_id }) => linkage_id === linkage.id)
    .filter(({ own_until }) => own_until === null || (own?.ordinal ?? 0) <= own_until)
    .some(({ subject, until }) => {
      const heard = decision.filter(({ ordinal }) => until === null || ordinal <= until)
      return winner({ ...linkage, subject }, heard, catalogue)?.choice === 'stop'
    })
}

function winner(linkage: LinkageRow, decisions: DecisionRow[], catalogue: Database[]): DecisionRow | null {
  const database = catalogue.find(({ id }) => id === linkage.database_id)
  if (!database?.feed || !['available', 'by-consent'].includes(database.opt_out)) return null
  const covering = decisions.filter(
    (decision) =>
      decision.subject === linkage.subject &&
      (decision.scope_databases?.split(',').includes(linkage.database_id) ??
        [null, linkage.database_id].includes(decision.scope_database)) &&
      (decision.scope_purpose === null || decision.scope_purpose === linkage.purpose),
  )
  return covering.sort((a, b) => a.ordinal - b.ordinal).at(-1) ?? null
}
