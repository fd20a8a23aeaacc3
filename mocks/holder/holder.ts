import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Head, LinkageLine } from '../../api/contract/holder.ts'
import { contribute } from '../linker/contribution.ts'
import type { Resident } from '../residents.ts'
import { Crash, createFaults, type Fault } from './faults.ts'
import { createLedger, type Linkage } from './ledger.ts'
import type { Usability } from './lists.ts'
import { outcomeIn } from './mixture.ts'
import type { Outcome } from './outcomes.ts'
import { isHeld, LATER, noticeOf, recordedUnder } from './population.ts'
import type { Used } from './projects.ts'
import { createReferenceHolder, type HolderConfig, type Part } from './reference.ts'
import type { Sealed } from './seals.ts'
import { createUses } from './uses.ts'

const BACK_OFF_MS = 1000
/** How often it is looked whether a new day has uses to report. */
const USES_EVERY_MS = 60_000

export type HolderStatus = {
  database: string
  connected: boolean
  paused: boolean
  last_poll: number | null
  head: Head | null
  through: number
  /** Whether our digest agreed at the last report; null: none was made yet. */
  match: boolean | null
  /** When it last began to differ, and when it agreed again; null: that has not happened. */
  differed_at: number | null
  healed_at: number | null
  lists_until: number | null
  /** Linkages that the api may not know, because it has another store. */
  unregistered: number
  fault: string | null
  /** How many rows it reported each outcome of, since its process began. */
  outcomes: Partial<Record<Outcome['outcome'], number>>
  /** Whether it also uses stopped records, and its last report of uses; null: none was made yet. */
  uses: { goes_on: boolean; last: ReportedUses | null }
  /** The injected faults: the share of failing calls, and how often each fault has happened. */
  faults: { rate: number; happened: Partial<Record<Fault, number>> }
}

/**
 * A report of what was used on a day. `wrong`: how many of the used rows were stopped, without an approval. What the
 * api counts is `known` and, once the stop was due, `after_stop`. `at` in milliseconds since the epoch.
 */
export type ReportedUses = Used & { at: number; wrong: number }

export type HolderRecord = Omit<Linkage, 'person'> & { resident: string; state: Usability }

/** A simulated data holder: the reference holder with its own people, and controls to disturb it. */
export function createHolder(
  config: HolderConfig & { file: string; purposes: string[]; demandsNotice: boolean },
  deps: {
    residents: readonly Resident[]
    /** Asks the resolver, for any audience. */
    seal: (audience: string, entries: object[]) => Promise<Sealed[]>
    /** Seals rows to register; without it `seal` does. */
    sealRows?: (database: string, entries: object[]) => Promise<Sealed[]>
    seed?: number
    /** Called when the api has another store than the one at which our people are registered. */
    tellAnother?: () => void
  },
) {
  const { database } = config
  const faults = createFaults(deps.seed ?? 1)
  let ledger = createLedger(config.file, faults.now)
  const placeOf = (id: string | null) => deps.residents.findIndex((resident) => resident.id === id)
  const outcomeOf = (token: string, person: string | null) =>
    outcomeIn(database, person ?? token, placeOf(person), new Date())
  const begin = () => createReferenceHolder(config, ledger, { ...faults, lines: linesAgain, outcomeOf })
  let reference = begin()
  let running = new AbortController()
  let registering: Promise<void> = Promise.resolve()
  let forgetting = false
  const uses = createUses({ projects: () => reference.projects, now: Date.now })
  let goesOn = false
  let usedOn: string | null = null
  let lastUses: ReportedUses | null = null
  const troubles: Record<Part, string | null> = { feed: null, lists: null, linkages: null, outcomes: null }
  const seen: Pick<HolderStatus, 'connected' | 'paused' | 'last_poll' | 'differed_at' | 'healed_at'> = {
    connected: false,
    paused: false,
    last_poll: null,
    differed_at: null,
    healed_at: null,
  }

  /** Lines to register residents now; null for a resident whom the resolver does not seal for us. */
  async function linesOf(some: Resident[]): Promise<(LinkageLine | null)[]> {
    const sealed = await (deps.sealRows ?? deps.seal)(
      database,
      some.map((resident) => recordedUnder(database, resident)),
    )
    return some.map((resident, i) => {
      const answer = sealed[i]
      if (!answer || 'error' in answer) return null
      const notice = config.demandsNotice ? noticeOf(deps.residents.indexOf(resident), Date.now()) : {}
      return { subject: answer.subject, ...notice }
    })
  }

  /** The api may not know our linkages: they are registered again, and the starter of this process is told. */
  async function linesAgain(_purpose: string, people: string[]): Promise<(LinkageLine | null)[]> {
    deps.tellAnother?.()
    const known = people.map((person) => deps.residents.find(({ id }) => id === person))
    const lines = await linesOf(known.flatMap((resident) => resident ?? []))
    return known.map((resident) => (resident ? (lines.shift() ?? null) : null))
  }

  /** Registers those of these residents who are not registered yet for the purpose. */
  async function register(purpose: string, wanted: Resident[]): Promise<void> {
    const known = reference.linkages().filter((linkage) => linkage.purpose === purpose)
    const fresh = wanted.filter(({ id }) => !known.some(({ person }) => person === id))
    if (fresh.length === 0) return
    const lines = await linesOf(fresh)
    const rows = fresh.flatMap(({ id }, i) => (lines[i] ? [{ id, line: lines[i] }] : []))
    await reference.register(
      purpose,
      rows.map(({ id }) => id),
      rows.map(({ line }) => line),
    )
  }

  async function registerAll(): Promise<void> {
    for (const purpose of config.purposes) {
      if (database === LATER.database && purpose === LATER.purpose) continue
      await register(
        purpose,
        deps.residents.filter((resident, place) => isHeld(database, resident, place)),
      )
    }
  }

  /** Reports what was used today: usable records, and stopped ones where an earlier approval exempts them. */
  async function reportUses(): Promise<Used> {
    const sum = { known: 0, after_stop: 0, wrong: 0 }
    const add = ({ known, after_stop }: Used) => {
      sum.known += known
      sum.after_stop += after_stop
    }
    for (const purpose of config.purposes) {
      const own = reference.linkages().filter((linkage) => linkage.purpose === purpose)
      const tokensIn = (state: Usability) => own.filter((one) => reference.usability(one) === state)
      const isExempt = ({ token, person }: Linkage) => outcomeOf(token, person).outcome === 'exempt'
      const [stopped, usable] = [tokensIn('stopped'), tokensIn('usable')]
      const used = [...usable, ...stopped.filter(isExempt)]
      const wrong = goesOn ? stopped.filter((one) => !isExempt(one)) : []
      const names = (some: Linkage[]) => some.map(({ token }) => token)
      if (used.length > 0) add(await uses.report(purpose, names(used)))
      if (wrong.length > 0) add(await uses.reportUnapproved(purpose, names(wrong)))
      sum.wrong += wrong.length
    }
    lastUses = { ...sum, at: Date.now() }
    return { known: sum.known, after_stop: sum.after_stop }
  }

  /** Reports each day's uses once, on a day on which anything is used. A failed report is made again. */
  async function reportDaily(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (usedOn !== uses.today())
        await reportUses().then(
          ({ known }) => {
            if (known > 0) usedOn = uses.today()
          },
          () => {},
        )
      await sleep(usedOn === null ? BACK_OFF_MS : USES_EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }

  /** Simulates a restart: only what is on disk remains. A running registration ends first, because it writes there. */
  async function restart(): Promise<void> {
    await registering.catch(() => {})
    ledger.close()
    if (forgetting) {
      const kept = JSON.parse(readFileSync(config.file, 'utf8')) as { revoked: string[] }
      writeFileSync(config.file, JSON.stringify({ ...kept, revoked: kept.revoked.slice(0, -1) }))
    }
    forgetting = false
    ledger = createLedger(config.file, faults.now)
    reference = begin()
  }

  function tell(part: Part, fault: Error | null): void {
    if (fault instanceof Crash) throw fault
    troubles[part] = fault?.message ?? null
    if (part !== 'feed') return
    seen.connected = fault === null
    if (!fault) seen.last_poll = Date.now()
    const { match, through, head } = reference.status()
    const differs = (seen.differed_at ?? 0) > (seen.healed_at ?? 0)
    if (match === false && !differs) seen.differed_at = Date.now()
    if (match && through === head?.seq && differs) seen.healed_at = Date.now()
  }

  return {
    status(): HolderStatus {
      const happened = Object.fromEntries(faults.happened())
      const injected = { rate: faults.rate(), happened }
      return {
        database,
        ...seen,
        ...reference.status(),
        fault: troubles.feed ?? troubles.linkages ?? troubles.lists ?? troubles.outcomes,
        outcomes: countsOf(reference.outcomes().values()),
        uses: { goes_on: goesOn, last: lastUses },
        faults: injected,
      }
    },
    records: (): HolderRecord[] =>
      reference.linkages().map((linkage) => {
        const { person, ...record } = linkage
        return { resident: person, ...record, state: reference.usability(linkage) }
      }),
    /** What it hands the linker for a purpose, and the signed status lists behind it. */
    contribute: (purpose: string) =>
      contribute(reference, {
        database,
        purpose,
        entryOf(person) {
          const resident = deps.residents.find(({ id }) => id === person)
          return resident ? recordedUnder(database, resident) : {}
        },
        seal: deps.seal,
      }),
    /** A paused holder abandons its waiting poll. */
    pause(paused: boolean): void {
      seen.paused = paused
      running.abort()
    },
    /** Makes this share of the calls fail, until it is set to 0. */
    spoil: (share: number) => faults.setRate(share),

    /**
     * From now on it also uses stopped records, without an approval, or no longer does. It reports today's uses at
     * once. @returns what the api counts of them.
     */
    goOn(wrongly: boolean): Promise<Used> {
      goesOn = wrongly
      return reportUses()
    },

    /** Silently loses one revocation, as a holder's table may. @returns false when there is none to lose. */
    forget(): boolean {
      if (reference.revoked().size === 0) return false
      forgetting = true
      running.abort()
      return true
    },

    /** Registers one resident for every missing purpose. */
    registerLater(resident: Resident): Promise<void> {
      registering = registering
        .catch(() => {})
        .then(async () => {
          for (const purpose of config.purposes) await register(purpose, [resident])
        })
      return registering
    },

    /** Works until `signal` aborts; while the api is away, it retries. */
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        running = new AbortController()
        try {
          if (forgetting) await restart()
          if (seen.paused) {
            await sleep(200)
            continue
          }
          await registerAll()
          const ending = AbortSignal.any([signal, running.signal])
          await Promise.all([reference.run(ending, tell), reportDaily(ending)])
        } catch (error) {
          running.abort()
          if (error instanceof Crash) await restart()
          else tell('feed', error as Error)
          await sleep(BACK_OFF_MS)
        }
      }
    },
  }
}

export type Holder = ReturnType<typeof createHolder>

/** How often each value occurs. */
function countsOf<T extends string>(values: Iterable<T>): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
