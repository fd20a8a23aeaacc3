import { vi } from 'vitest'
import type { Config } from '../../api/config.ts'
import type { Database } from '../../api/contract/catalogue.ts'
import { createPublisher } from '../../api/feed/publisher.ts'
import type { OutboxRow, StatusListRow } from '../../api/store/feeds/rows.ts'
import type { TokenRow } from '../../api/store/records/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createTurns } from '../../api/turns.ts'
import { databaseOf } from './catalogue.ts'
import { createClock } from './clock.ts'
import { put, rowsOf } from './rows.ts'
import { createSeededRandom } from './seeded-random.ts'

export const TICK_MS = 5000
/** A stop waits for up to a quarter of an hour, an allow for an hour more; two people make a round. */
export const POOL = { min: 2, maxMs: 900_000, allowMs: 3_600_000, tickMs: TICK_MS }

type Parts = Parameters<typeof createPublisher>[0]

/**
 * A publisher on a store, and nothing else of the service. `steps`: what it did, in order; a signature is what was
 * signed. The databases `a` to `d` are in the catalogue unless `databases` says otherwise.
 */
export function openPublisher(
  store: Store,
  { pool = POOL, databases }: { pool?: typeof POOL; databases?: Database[] } = {},
) {
  const clock = createClock()
  clock.hold()
  const known = databases ?? ['a', 'b', 'c', 'd'].map((id) => databaseOf({ id }))
  const at = {
    shared: false,
    mayPublish: true,
    /** Runs before each transaction. */
    beforeWrite: async () => {},
    /** What each draw gives. */
    below: (_n: number) => 0,
  }
  const steps: string[] = []
  const built: number[][] = []
  const spies = {
    look: vi.fn(async () => {}),
    saw: vi.fn(),
    notify: vi.fn(),
    heartbeat: vi.fn(async () => {}),
    openFound: vi.fn(async () => {}),
    anchor: vi.fn(async () => {}),
    info: vi.fn(),
    error: vi.fn(),
  }
  const publisher = createPublisher({
    store: {
      ...store,
      get shared() {
        return at.shared
      },
      async transact(fn, options) {
        await at.beforeWrite()
        const result = await store.transact(fn, options)
        steps.push(`wrote ${JSON.stringify(options)}`)
        return result
      },
    },
    cases: { openFound: spies.openFound },
    auditAnchors: { anchor: spies.anchor, brokenBy: () => null },
    signer: {
      sign(typ, payload) {
        const set = JSON.stringify({ typ, ...payload })
        steps.push(`signed ${(payload as { aud: string }).aud}`)
        return set
      },
    } as Parts['signer'],
    clock,
    random: { ...createSeededRandom('publisher'), below: (n) => at.below(n) },
    config: { origin: 'https://erabu.example', tickMs: TICK_MS, pool } as Config,
    databases: {
      all: known,
      find: (id) => known.find((database) => database.id === id),
      ids: new Set(known.map(({ id }) => id)),
    },
    wakeUps: { notify: spies.notify } as unknown as Parts['wakeUps'],
    statusLists: {
      build: async (lists: StatusListRow[]) => void built.push(lists.map(({ list }) => list)),
    } as unknown as Parts['statusLists'],
    streamEvents: { heartbeat: spies.heartbeat } as unknown as Parts['streamEvents'],
    turns: createTurns(),
    log: { info: spies.info, error: spies.error } as unknown as Parts['log'],
    setback: {
      look: spies.look,
      saw: spies.saw,
      mayPublish: () => at.mayPublish,
    } as unknown as Parts['setback'],
  })
  return { publisher, clock, now: () => clock.now().getTime(), at, steps, built, spies }
}

type Waiting = Partial<OutboxRow> &
  Pick<OutboxRow, 'token'> & {
    subject?: string
    notified_on?: string
    of?: Partial<Pick<TokenRow, 'idx' | 'list' | 'listed' | 'purpose'>>
  }

/** Puts changes into the pool, each for a linkage of its own; `of`: what else there is to say of its token. */
export async function wait(store: Store, changes: Waiting[]): Promise<void> {
  const nameOf = (list: Pick<TokenRow, 'database_id' | 'purpose' | 'list'>) =>
    `${list.database_id} ${list.purpose} ${list.list}`
  const known = new Set((await rowsOf(store, 'status_list')).map(nameOf))
  const before = await rowsOf(store, 'token')
  const rows = changes.map(({ subject, notified_on = null, of = {}, ...change }, i) => {
    const { token, database_id = 'a', kind } = change
    const { purpose = 'research', list = 1 } = of
    const common = { database_id, purpose }
    return {
      linkage: { id: token, subject: subject ?? token, notified_on, ...common },
      token: {
        token,
        linkage_id: token,
        idx: before.length + i,
        listed: kind === 'create' ? ('hidden' as const) : ('usable' as const),
        ...of,
        ...common,
      },
      outbox: { id: token, ...change },
      list: { ...common, list, assigned: 100, reserved: 100 },
    }
  })
  const lists = new Map(rows.map(({ list }) => [nameOf(list), list]))
  await put(store, {
    linkage: rows.map(({ linkage }) => linkage),
    token: rows.map(({ token }) => token),
    outbox: rows.map(({ outbox }) => outbox),
    status_list: [...lists.values()].filter((list) => !known.has(nameOf(list))),
  })
}

/** The tokens of the changes that still wait. */
export const waitingIn = async (store: Store) =>
  (await rowsOf(store, 'outbox')).map(({ token }) => token).toSorted()
