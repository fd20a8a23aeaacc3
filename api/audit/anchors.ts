import { createHash } from 'node:crypto'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { ChainHead } from '../domain/audit.ts'
import type { Clock } from '../domain/clock.ts'
import type { Signer } from '../keys/signer.ts'
import { anchorsAfter, chainAt, chainsToAnchor, insertAnchor, lastAnchor } from '../store/audit.ts'
import type { AuditAnchorRow, AuditChainRow } from '../store/schema.ts'
import type { Reader, Store } from '../store/store.ts'
import { AuditBreak, checkChain } from './chain.ts'

const TYPE = 'audit-anchor+jwt'
const PAGE = 500

/** `previous`: SHA-256 of the JWS before it; null for the first. `heads`: the chains that have grown since. */
type Anchor = { iss: string; iat: number; ordinal: number; previous: string | null; heads: ChainHead[] }

const hashOf = (jws: string) => createHash('sha256').update(jws).digest('base64url')

/**
 * Signs periodically where the chains of the audit trail stand. Write access to the store is not enough to make an
 * anchor. Each anchor is also written to the log. If the log is kept elsewhere, a trail that was cut short together
 * with its anchors is noticed.
 */
export function createAuditAnchors({
  store,
  signer,
  clock,
  config,
  log,
}: {
  store: Store
  signer: Signer
  clock: Clock
  config: Config
  log: Logger
}) {
  let brokenBy: string | null = null

  /** Links that no anchor vouches for yet are verified before they are anchored. */
  const checkNew = (db: Reader) => async (chain: AuditChainRow) => {
    const from = await chainAt(db, chain.chain, chain.anchored)
    if (!from) throw new AuditBreak(`entry ${chain.anchored} of chain ${chain.chain} is missing`)
    await checkChain(db, from, chain)
  }

  const sign = (heads: ChainHead[]) =>
    store.transact(async (tx) => {
      const last = await lastAnchor(tx)
      const payload: Anchor = {
        iss: config.origin,
        iat: Math.floor(clock.now().getTime() / 1000),
        ordinal: (last?.ordinal ?? 0) + 1,
        previous: last && hashOf(last.jws),
        heads,
      }
      const jws = signer.sign(TYPE, payload)
      return (await insertAnchor(tx, { ordinal: payload.ordinal, jws }, heads)) ? jws : null
    })

  return {
    /** Verifies what is new in the chains and anchors it. A broken chain is reported and no longer anchored. */
    async anchor(): Promise<void> {
      try {
        const chains = await store.read(chainsToAnchor)
        if (chains.length === 0) return
        await store.read(async (db) => {
          for (const chain of chains) await checkNew(db)(chain)
        })
        const anchor = await sign(chains.map(({ chain, ordinal, hash }) => ({ chain, ordinal, hash })))
        if (anchor) log.info({ anchor }, 'audit trail anchored')
        brokenBy = null
      } catch (error) {
        if (!(error instanceof AuditBreak)) throw error
        brokenBy = error.message
        log.error({ reason: brokenBy }, 'audit trail broken')
      }
    },
    /** What was found broken at the last check of the trail; null: nothing. */
    brokenBy: () => brokenBy,
  }
}

export type AuditAnchors = ReturnType<typeof createAuditAnchors>

/** @returns the content of an anchor. @throws AuditBreak when it was not signed by one of our keys */
export async function readAnchor(jws: string, keys: JSONWebKeySet): Promise<Anchor> {
  const verified = await compactVerify(jws, createLocalJWKSet(keys), { algorithms: ['ES256'] }).catch(
    () => null,
  )
  if (verified?.protectedHeader.typ !== TYPE) throw new AuditBreak('an anchor does not verify')
  return JSON.parse(new TextDecoder().decode(verified.payload)) as Anchor
}

/** Whether the store still holds what an anchor vouches for. @throws AuditBreak */
export async function checkAnchored(db: Reader, { ordinal, heads }: Anchor): Promise<void> {
  for (const head of heads)
    if ((await chainAt(db, head.chain, head.ordinal))?.hash !== head.hash)
      throw new AuditBreak(
        `entry ${head.ordinal} of chain ${head.chain} is not the one that anchor ${ordinal} names`,
      )
}

/** Verifies every anchor of the store. @returns how many there are. @throws AuditBreak */
export async function checkAnchors(db: Reader, keys: JSONWebKeySet): Promise<number> {
  let last: AuditAnchorRow | null = null
  for (;;) {
    const page: AuditAnchorRow[] = await anchorsAfter(db, last?.ordinal ?? 0, PAGE)
    if (page.length === 0) return last?.ordinal ?? 0
    for (const row of page) {
      const anchor = await readAnchor(row.jws, keys)
      if (anchor.ordinal !== row.ordinal || row.ordinal !== (last?.ordinal ?? 0) + 1)
        throw new AuditBreak(`anchor ${(last?.ordinal ?? 0) + 1} is missing`)
      if (anchor.previous !== (last && hashOf(last.jws)))
        throw new AuditBreak(`anchor ${row.ordinal} does not follow the one before it`)
      await checkAnchored(db, anchor)
      last = row
    }
  }
}
