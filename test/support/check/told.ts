import type { LinkageRow, TokenRow } from '../../../api/store/records/rows.ts'
import type { Stored } from './stored.ts'

/**
 * What a holder was told of a linkage follows only from what was published to it.
 * @param tokens of the linkage, by generation.
 */
export function toldFaults(linkage: LinkageRow, tokens: TokenRow[], stored: Stored): string[] {
  const faults: string[] = []
  for (const token of tokens) {
    const wrong = (what: string) => faults.push(`generation ${token.generation}, ${token.listed}: ${what}`)
    const count = (rows: { token: string; kind: string }[], kind: string) =>
      rows.filter((row) => row.token === token.token && row.kind === kind).length
    const [waiting, published] = [stored.outbox, stored.event].map((rows) => ({
      create: count(rows, 'create'),
      revoke: count(rows, 'revoke'),
    }))
    if (!waiting || !published) continue
    const { state, listed, generation } = token
    if (listed === 'hidden') {
      if (published.create + published.revoke > 0) wrong('was published')
      const toCome = linkage.removed_at === null && generation > linkage.told && state !== 'revoked'
      if (waiting.create !== (toCome ? 1 : 0)) wrong(`${waiting.create} creates wait`)
      if (waiting.revoke > 0) wrong('is revoked although nobody was told of it')
    } else {
      if (generation > linkage.told) wrong('is later than what was told')
      if (waiting.create > 0) wrong('its create still waits')
      if (published.revoke > 0 && listed !== 'revoked') wrong('its revocation was published')
      if (listed === 'usable' || listed === 'waiting') {
        if (generation !== linkage.told || linkage.removed_at !== null) wrong('is not closed')
        if (state === 'revoked' && waiting.revoke !== 1) wrong(`${waiting.revoke} revocations wait`)
        if (state !== 'revoked' && state !== listed) wrong(`is ${state}`)
      }
      if (listed === 'revoked' && waiting.revoke + published.revoke !== 1)
        wrong('is not revoked in the feed once')
    }
  }
  if (tokens[linkage.told - 1]?.listed === 'hidden') faults.push('the token that was told is hidden')
  return faults
}
