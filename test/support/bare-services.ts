import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto'
import { pino } from 'pino'
import { createAuditTrail } from '../../api/audit/trail.ts'
import { createChallenges } from '../../api/auth/challenges.ts'
import { createKioskReturns } from '../../api/auth/kiosk-returns.ts'
import { createSessionLife } from '../../api/auth/session-life.ts'
import { createSessionRights } from '../../api/auth/session-rights.ts'
import type { Databases } from '../../api/catalogue/load.ts'
import { readConfig } from '../../api/config.ts'
import type { Database } from '../../api/contract/catalogue.ts'
import type { Keys } from '../../api/keys/key-files.ts'
import { createSigner } from '../../api/keys/signer.ts'
import type { Kiosk, Kiosks } from '../../api/registries/kiosks.ts'
import { createCarryOut } from '../../api/services/carry-out.ts'
import { createKin } from '../../api/services/identity/kin.ts'
import { createRoots } from '../../api/services/identity/roots.ts'
import { createMinting } from '../../api/services/minting.ts'
import { createSetback } from '../../api/store/setback.ts'
import type { Store } from '../../api/store/store.ts'
import { databaseOf } from './catalogue.ts'
import { createClock } from './clock.ts'

export const ORIGIN = 'https://erabu.example'
export const POOL = { min: 20, maxMs: 3_600_000, allowMs: 21_600_000, tickMs: 5_000 }

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SUBJECT = Buffer.alloc(32, 1)
const TOKEN = Buffer.alloc(32, 2)
const KEYS: Keys = {
  signing: {
    kid: 'signing',
    privateKey,
    publicJwks: [{ ...publicKey.export({ format: 'jwk' }), kid: 'signing', alg: 'ES256' }],
  },
  subject: SUBJECT,
  aliases: [SUBJECT],
  token: TOKEN,
  draws: TOKEN,
  sealedSubject: Buffer.alloc(32, 3),
  push: { publicKey: '', privateKey: '', secret: Buffer.alloc(32, 4) },
  demo: false,
}

/** A database that can be stopped, for research and industry. */
export const database = (id: string, change: Partial<Database> = {}): Database =>
  databaseOf({ id, ...change })

/** A catalogue of these databases. */
export const catalogue = (...all: Database[]): Databases => ({
  all,
  find: (id) => all.find((one) => one.id === id),
  ids: new Set(all.map(({ id }) => id)),
})

/** A kiosk of the registry. @param keys ids of the keys of its staff. */
export const kiosk = (
  id: string,
  { keys = [] as string[], ...change }: Partial<Kiosk> & { keys?: string[] } = {},
) => ({
  id,
  name: `name of ${id}`,
  clinic: `clinic of ${id}`,
  phone: null,
  generation: 1,
  blocked: false,
  staff: keys.map((key) => ({ id: key, name: `owner of ${key}`, public_key: `public ${key}` })),
  ...change,
})

const registry = (all: Kiosk[]) => ({
  all: () => all,
  inService: (id: string) => all.find((kiosk) => kiosk.id === id && !kiosk.blocked) ?? null,
  credential: ({ id }: Kiosk) => `credential of ${id}`,
  staffKey: (key: string) => all.flatMap(({ staff }) => staff).find(({ id }) => id === key) ?? null,
  ofStaff: (key: string) => all.filter(({ staff }) => staff.some(({ id }) => id === key)),
})

export type BareParts = ReturnType<typeof createParts>

/**
 * What services are built from, on a store that holds nothing else. The clock only moves when advanced. Without
 * another catalogue there are the databases `a` and `b`.
 * @param kiosks those in the registry.
 */
export function createParts(
  store: Store,
  {
    databases = catalogue(database('a'), database('b')),
    kiosks: all = [] as Kiosk[],
    production = false,
  } = {},
) {
  const clock = createClock()
  clock.hold()
  let ids = 0
  const random = {
    bytes: (length: number) => randomBytes(length),
    below: (n: number) => randomInt(n),
    id: () => `id ${ids++}`,
  }
  const log = pino({ level: 'silent' })
  const config = { ...readConfig({ ERABU_ORIGIN: ORIGIN }), production, pool: POOL, tickMs: POOL.tickMs }
  const kiosks = registry(all) as unknown as Kiosks
  const setback = createSetback({ opened: store, epoch: {}, restored: { at: null }, clock, config, log })
  const life = createSessionLife({ kiosks, clock })
  const audit = createAuditTrail({ clock, random, setback })
  const minting = createMinting({ keys: KEYS, random, config })
  return {
    store,
    clock,
    now: () => clock.now().getTime(),
    random,
    log,
    config,
    databases,
    kiosks,
    keys: KEYS,
    signer: createSigner(KEYS.signing),
    audit,
    minting,
    carryOut: createCarryOut({ databases, minting }),
    roots: createRoots({ keys: KEYS }),
    kin: createKin({ audit, random, databases, minting }),
    epoch: {},
    restored: { at: null as number | null },
    life,
    /** The portal still says so. */
    acting: { confirm: async () => {} },
    rights: createSessionRights({ store, clock, random, life }),
    challenges: createChallenges({ config, store, clock, random }),
    kioskReturns: createKioskReturns({ kiosks, store, clock, random }),
  }
}
