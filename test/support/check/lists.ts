import { inflateSync } from 'node:zlib'
import { compactVerify, type JWK } from 'jose'
import { HEAD_CLAIM, type Head } from '../../../api/contract/holder.ts'
import type { StatusListRow } from '../../../api/store/feeds/rows.ts'
import type { Stored } from './stored.ts'

const ENTRIES = 2 ** 20

type Payload = {
  sub: string
  iat: number
  exp: number
  status_list: { bits: number; lst: string }
  [HEAD_CLAIM]: Head
}

/**
 * I8: a signed list opens exactly the tokens that its holder was told are usable, and it expires. Lists that wait for
 * their next build are skipped.
 */
export async function listFaults(stored: Stored, origin: string, signingKey: JWK): Promise<string[]> {
  const faults: string[] = []
  for (const row of stored.status_list) {
    const signed = stored.signed_list.find((list) => nameOf(list) === nameOf(row))
    if (!signed || row.built_no !== row.change_no) continue
    faults.push(
      ...(await faultsOf(row, signed.jwt, stored, origin, signingKey)).map(
        (fault) => `${nameOf(row)}: ${fault}`,
      ),
    )
  }
  return faults
}

async function faultsOf(
  row: StatusListRow,
  jwt: string,
  stored: Stored,
  origin: string,
  key: JWK,
): Promise<string[]> {
  const verified = await compactVerify(jwt, key, { algorithms: ['ES256'] }).catch(() => null)
  if (verified?.protectedHeader.typ !== 'statuslist+jwt') return ['does not verify']
  const payload = JSON.parse(new TextDecoder().decode(verified.payload)) as Payload
  const faults: string[] = []
  if (payload.sub !== origin + nameOf(row)) faults.push(`sub ${payload.sub}`)
  if (payload.exp <= payload.iat || payload.exp - payload.iat > 24 * 3600) faults.push('exp')
  const bits = inflateSync(Buffer.from(payload.status_list.lst, 'base64url'))
  if (bits.length * 8 !== ENTRIES) faults.push(`${bits.length * 8} entries`)
  const open = new Set<number>()
  for (const [place, byte] of bits.entries())
    if (byte !== 0xff) for (let bit = 0; bit < 8; bit++) if (!(byte & (1 << bit))) open.add(place * 8 + bit)
  const usable = stored.token.filter((token) => nameOf(token) === nameOf(row) && token.listed === 'usable')
  if (open.size !== usable.length || usable.some(({ idx }) => !open.has(idx)))
    faults.push(`${open.size} open entries, ${usable.length} tokens told usable`)
  return faults
}

const nameOf = ({ database_id, purpose, list }: Pick<StatusListRow, 'database_id' | 'purpose' | 'list'>) =>
  `/statuslists/${database_id}/${purpose}/${list}`
