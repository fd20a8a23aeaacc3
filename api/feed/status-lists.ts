import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import { padGzip } from '../domain/padding.ts'
import {
  compressBits,
  emptyBits,
  isSet,
  LIST_SIZE,
  LIST_TTL,
  listPayload,
  orBits,
  setBit,
} from '../domain/status-list.ts'
import type { Signer } from '../keys/signer.ts'
import { headOf } from '../store/feeds/heads.ts'
import { openBetween } from '../store/feeds/known-closed.ts'
import type { StatusListRow } from '../store/feeds/rows.ts'
import {
  builtNo,
  findList,
  type ListKey,
  listPath,
  storeList,
  type TokenBit,
  tokensBetween,
  tokensChangedBy,
  tokensChangedSince,
} from '../store/feeds/status-lists.ts'
import type { EpochSeen, Setback } from '../store/setback.ts'
import type { Store } from '../store/store.ts'

/**
 * The bytes of a signed list; each form has its own `ETag` (RFC 9110 §8.8.3.3). The compressed form is made at the
 * first request for it, and kept.
 */
export type SignedList = {
  identity: { etag: string; body: Bytes }
  gzip: { etag: string; body(): Promise<Bytes> }
}

type Bytes = Buffer<ArrayBuffer>

type Kept = { key: ListKey; bits: Uint8Array; change_no: number }

/** Indexes read at a time when a whole list is read, so that others get their turn. */
const PAGE = LIST_SIZE / 64
/** Changed indexes read at a time. */
const CHANGES = 4096
/** How often, at most, this process checks whether another one has built a newer list. */
const RECHECK_MS = 1000
const zip = promisify(gzip)

/** Builds status lists from the tokens, and keeps their bits and signed bytes in memory. */
export function createStatusLists({
  store,
  setback,
  epoch,
  signer,
  clock,
  config,
}: {
  store: Store
  setback: Pick<Setback, 'reason'>
  epoch: EpochSeen
  signer: Pick<Signer, 'sign'>
  clock: Clock
  config: Pick<Config, 'origin'>
}) {
  const kept = new Map<string, Kept>()
  const ready = new Map<string, { list: SignedList; built_no: number; checked: number }>()
  /** Bits as they were before the store may have gone back. */
  const former = new Map<string, Pick<Kept, 'key' | 'bits'>>()
  let inEpoch = epoch.epoch
  let generation = store.generation()
  /** Whether a setback stood when memory was dropped last. */
  let wasGone = false

  /** Drops what was remembered under numbers that the store may count again. */
  function forgetIfVoid(): void {
    if (generation === store.generation()) return
    generation = store.generation()
    const isGone = setback.reason() !== null
    if (inEpoch !== epoch.epoch) former.clear()
    // Lists built since a setback come from the store that had gone back: what was known before it stays.
    else if (!(isGone && wasGone)) for (const [path, { key, bits }] of kept) former.set(path, { key, bits })
    inEpoch = epoch.epoch
    wasGone = isGone
    kept.clear()
    ready.clear()
  }

  /** Applies what changed after `change_no`, page by page. */
  async function applyChanges(bits: Uint8Array, key: ListKey, change_no: number): Promise<void> {
    for (let after = change_no; ; ) {
      const from = after
      const page = await store.read((db) => tokensChangedSince(db, key, from, CHANGES))
      apply(bits, page)
      const last = page[CHANGES - 1]?.change_no
      if (last === undefined) return
      // The change that ends a full page may continue beyond it.
      apply(bits, await store.read((db) => tokensChangedBy(db, key, last)))
      after = last
      await nextTurn()
    }
  }

  const apply = (bits: Uint8Array, tokens: TokenBit[]) => {
    for (const { idx, listed } of tokens) setBit(bits, idx, listed !== 'usable')
  }

  /** The bits as of `row.change_no` or later: read whole once, afterwards only what has changed. */
  async function bitsOf(row: StatusListRow): Promise<Uint8Array> {
    forgetIfVoid()
    const from = generation
    const known = kept.get(listPath(row))
    const bits = known?.bits ?? emptyBits()
    if (known) await applyChanges(bits, row, known.change_no)
    else
      for (let from = 0; from < LIST_SIZE; from += PAGE) {
        apply(bits, await store.read((db) => tokensBetween(db, row, from, from + PAGE)))
        await nextTurn()
      }
    // If the store may have gone back while this was read, the bits serve only this call and are not kept.
    if (from === store.generation()) kept.set(listPath(row), { key: row, bits, change_no: row.change_no })
    return bits
  }

  function hold(key: ListKey, jwt: string, built_no: number): SignedList {
    const body = Buffer.from(jwt)
    const hash = createHash('sha256').update(body).digest('base64url')
    let compressed: Promise<Bytes> | null = null
    const compress = () => {
      compressed ??= zip(body).then(padGzip)
      return compressed
    }
    const list: SignedList = {
      identity: { etag: `"${hash}"`, body },
      gzip: { etag: `"${hash}-gzip"`, body: compress },
    }
    ready.set(listPath(key), { list, built_no, checked: clock.monotonic() })
    return list
  }

  async function sign(row: StatusListRow) {
    const head = { ...(await store.read((db) => headOf(db, row.database_id))), ...epoch }
    const bits = await bitsOf(row)
    const before = setback.reason() === null ? undefined : former.get(listPath(row))?.bits
    const lst = await compressBits(before ? orBits(bits, before) : bits)
    const signed_at = clock.now().getTime()
    const payload = listPayload(config.origin + listPath(row), Math.floor(signed_at / 1000), lst, head)
    return { row, signed_at, jwt: signer.sign('statuslist+jwt', payload) }
  }

  /** Stores a list under the change number that was read before its content. */
  async function keep({ row, signed_at, jwt }: Awaited<ReturnType<typeof sign>>): Promise<SignedList> {
    if (await store.transact((tx) => storeList(tx, row, { jwt, signed_at }), { lane: 'later' }))
      return hold(row, jwt, row.change_no)
    const newer = await store.read((db) => findList(db, row))
    return newer?.jwt ? hold(row, newer.jwt, newer.built_no) : hold(row, jwt, row.change_no)
  }

  /** Builds and signs lists one after the other, and stores them together. */
  async function build(rows: StatusListRow[]): Promise<SignedList[]> {
    const signed: Awaited<ReturnType<typeof sign>>[] = []
    for (const row of rows) signed.push(await sign(row))
    return Promise.all(signed.map(keep))
  }

  /**
   * A list of a store that has gone back. An entry is closed when the store or our memory says so. It is not stored.
   */
  async function signedAside(key: ListKey): Promise<SignedList | null> {
    const known = ready.get(listPath(key))
    if (known && clock.monotonic() - known.checked < (LIST_TTL * 1000) / 2) return known.list
    const row = await store.read((db) => findList(db, key))
    return row && hold(row, (await sign(row)).jwt, row.built_no)
  }

  return {
    build,
    /** Tokens that the store calls open, and that lists called closed before the store may have gone back. */
    async knownClosed(read: Store['read'] = store.read): Promise<string[]> {
      forgetIfVoid()
      const tokens: string[] = []
      for (const { key, bits } of former.values())
        for (let from = 0; from < LIST_SIZE; from += PAGE) {
          const open = await read((db) => openBetween(db, key, from, from + PAGE))
          tokens.push(...open.filter(({ idx }) => isSet(bits, idx)).map(({ token }) => token))
          await nextTurn()
        }
      return tokens
    },
    /** The newest signed list. A list that was opened a moment ago is built now. Null: there is no such list. */
    async signed(key: ListKey): Promise<SignedList | null> {
      forgetIfVoid()
      if (setback.reason() !== null) return signedAside(key)
      const known = ready.get(listPath(key))
      const now = clock.monotonic()
      if (known && now - known.checked < RECHECK_MS) return known.list
      if (known && (await store.read((db) => builtNo(db, key))) === known.built_no) {
        known.checked = now
        return known.list
      }
      const row = await store.read((db) => findList(db, key))
      if (!row) return null
      if (row.jwt !== null) return hold(row, row.jwt, row.built_no)
      const [list = null] = await build([row])
      return list
    },
  }
}

export type StatusLists = ReturnType<typeof createStatusLists>
