import { setTimeout as sleep } from 'node:timers/promises'
import type { Head } from '../../api/contract/holder.ts'
import type { Resident } from '../residents.ts'
import { type Change, createHolderClient, type HolderConfig } from './client.ts'
import { revokedDigest } from './digest.ts'
import { createLedger } from './ledger.ts'
import { createLists } from './lists.ts'
import { isHeld, LATER, noticeOf, recordedUnder } from './population.ts'

const BACK_OFF_MS = 1000

export type HolderStatus = {
  database: string
  connected: boolean
  paused: boolean
  last_poll: number | null
  head: Head | null
  through: number
  /** Whether our digest agreed at the last report; null: none was made yet. */
  match: boolean | null
  lists_until: number | null
  fault: string | null
}

/**
 * A simulated data holder: registers its linkages, then polls for ever: verify, apply in order, write to disk, ack,
 * report applied, compare digests, check the lists.
 */
export function createHolder(
  config: HolderConfig & { purposes: string[]; demandsNotice: boolean; ledgerFile: string },
  deps: {
    residents: readonly Resident[]
    seal: (database: string, coverages: object[]) => Promise<({ subject: string } | { error: string })[]>
  },
) {
  const { database } = config
  const client = createHolderClient(config)
  const ledger = createLedger(config.ledgerFile)
  const lists = createLists(client, ledger)
  const status: HolderStatus = {
    database,
    connected: false,
    paused: false,
    last_poll: null,
    head: null,
    through: ledger.through(),
    match: null,
    lists_until: null,
    fault: null,
  }
  let polling = new AbortController()

  /** Registers those of these residents who are not registered yet for the purpose. */
  async function register(purpose: string, wanted: Resident[]): Promise<void> {
    const fresh = wanted.filter(({ id }) => !ledger.has(id, purpose))
    if (fresh.length === 0) return
    const sealed = await deps.seal(
      database,
      fresh.map((resident) => recordedUnder(resident) ?? {}),
    )
    const known = fresh.flatMap((resident, i) => {
      const answer = sealed[i]
      if (!answer || 'error' in answer) return []
      const place = deps.residents.indexOf(resident)
      return [
        {
          resident,
          line: { subject: answer.subject, ...(config.demandsNotice ? noticeOf(place, Date.now()) : {}) },
        },
      ]
    })
    const answers = await client.register(
      purpose,
      known.map(({ line }) => line),
    )
    for (const [i, { resident }] of known.entries()) {
      const answer = answers[i]
      if (answer && !('error' in answer)) ledger.add(resident.id, purpose, answer)
    }
    ledger.save()
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

  async function take(stream: string, sets: Record<string, string>): Promise<void> {
    const changes: Change[] = []
    const setErrs: Record<string, { err: string; description: string }> = {}
    for (const [jti, set] of Object.entries(sets)) {
      try {
        const change = await client.verify(jti, set)
        if (change) changes.push(change)
      } catch {
        setErrs[jti] = { err: 'authentication_failed', description: 'the SET does not verify' }
      }
    }
    ledger.apply(changes)
    ledger.save()
    const ack = Object.keys(sets).filter((jti) => !(jti in setErrs))
    const polled = await client.poll(stream, { ack, setErrs, maxEvents: 0, returnImmediately: true })
    status.head = polled['urn:erabu:head']
    if (changes.length > 0) await report(stream)
  }

  async function report(stream: string): Promise<void> {
    const through_seq = ledger.through()
    const revoked = ledger.revoked()
    const { match } = await client.applied(stream, {
      through_seq,
      revoked_count: revoked.size,
      revoked_digest: revokedDigest(revoked),
    })
    Object.assign(status, { match, through: through_seq })
  }

  async function work(stream: string): Promise<void> {
    if (status.paused) return void (await sleep(200))
    polling = new AbortController()
    const body = { maxEvents: 500, returnImmediately: status.last_poll === null }
    const polled = await client.poll(stream, body, polling.signal)
    Object.assign(status, {
      connected: true,
      fault: null,
      last_poll: Date.now(),
      head: polled['urn:erabu:head'],
    })
    if (Object.keys(polled.sets).length > 0) await take(stream, polled.sets)
  }

  return {
    status: (): HolderStatus => ({ ...status, lists_until: lists.until() }),
    records: () => ledger.records().map((record) => ({ ...record, state: lists.usability(record) })),
    /** A paused holder lets go of the poll that waits. */
    pause(paused: boolean): void {
      status.paused = paused
      if (paused) polling.abort()
    },
    /** Registers one resident for every purpose that is missing. */
    async registerLater(resident: Resident): Promise<void> {
      for (const purpose of config.purposes) await register(purpose, [resident])
    },
    /** Works until `signal` says stop; while the api is away, tries again every second. */
    async run(signal: AbortSignal): Promise<void> {
      let stream: string | null = null
      void lists.run(signal)
      while (!signal.aborted) {
        try {
          if (stream === null) {
            await registerAll()
            stream = await client.openStream()
            if (ledger.through() > 0) await report(stream)
          }
          await work(stream)
        } catch (error) {
          if (status.paused) continue
          const fault = error instanceof Error ? error.message : 'failed'
          Object.assign(status, { connected: false, fault })
          stream = null
          await sleep(BACK_OFF_MS)
        }
      }
    },
  }
}

export type Holder = ReturnType<typeof createHolder>
