import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Crash } from '../../mocks/holder/faults.ts'
import { createLedger, type Linkage } from '../../mocks/holder/ledger.ts'
import { createReferenceHolder, type ReferenceHolder } from '../../mocks/holder/reference.ts'
import { numbersOf, ordinary, RESIDENTS } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import type { World } from '../support/world.ts'
import { sealedSubject } from './subjects.ts'

const ROUNDS = 400
/** Most SETs of one poll: so few that reading a feed again takes many rounds. */
const MOST_SETS = 5

type Net = { fetch?: typeof fetch; now?: () => number }
type Kept = ReturnType<typeof createLedger>

function residentOf(id: string) {
  const found = RESIDENTS.find((resident) => resident.id === id)
  if (!found) throw new Error(`nobody is called ${id}`)
  return found
}

/** A machine with a disk, on which the reference holder runs, crashes and is started again. */
export function createMachine(world: World, database: FeedId, net: Net = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-holder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'ledger.json')
  const { clientId: client_id, privateKey: key, kid } = world.holder(database).key
  const config = { issuer: world.origin, client_id, key, kid, database }
  const now = () => world.clock.now().getTime()
  let asked = 0
  const linesOf = (people: string[]) =>
    Promise.all(
      people.map(async (id) => ({
        subject: await sealedSubject(world, database, numbersOf(residentOf(id))),
      })),
    )
  function lines(_purpose: string, people: string[]) {
    asked += people.length
    return linesOf(people)
  }
  const around = {
    now,
    ...net,
    maxEvents: MOST_SETS,
    lines,
  }
  let ledger: Kept | null = null
  /** The process begins, after an earlier one has ended. */
  function start() {
    ledger?.close()
    ledger = createLedger(file, around.now)
    return createReferenceHolder(config, ledger, around)
  }
  let holder = start()
  onTestFinished(() => ledger?.close())

  /**
   * Does some work. @returns whether it was done: a fault leaves it for the next time, a crash restarts the machine.
   */
  async function work(some: (holder: ReferenceHolder) => Promise<void>): Promise<boolean> {
    try {
      await some(holder)
      return true
    } catch (error) {
      if (error instanceof Crash) holder = start()
      return false
    }
  }

  const poll = () => work((it) => it.round({ wait: false }))
  const readLists = () => work((it) => it.readLists())

  return {
    poll,
    readLists,
    registerAgain: () => work((it) => it.registerAgain()),
    /** The number of lines that it has requested to register people again. */
    asked: () => asked,
    /** Another process on the same disk. */
    second: () => createReferenceHolder(config, createLedger(file, around.now), around),
    /** Copies its disk. @returns a function that restores the copy and starts the machine again. */
    copy() {
      const older = readFileSync(file)
      return () => {
        writeFileSync(file, older)
        holder = start()
      }
    },
    restart: () => {
      holder = start()
    },
    /** Loses the disk: the next start knows nothing. */
    wipe: () => {
      rmSync(file, { force: true })
      holder = start()
    },
    status: () => holder.status(),
    revoked: () => [...holder.revoked()].toSorted(),
    linkages: () => structuredClone(holder.linkages()),
    usable: (): Linkage[] => holder.linkages().filter((linkage) => holder.usability(linkage) === 'usable'),
    states: () => holder.linkages().map((linkage) => holder.usability(linkage)),

    /** Registers the first `count` people, with as many attempts as it takes. */
    async register(count: number): Promise<void> {
      const names = Array.from({ length: count }, (_, index) => ordinary(index).id)
      const lines = await linesOf(names)
      for (let tries = 0; tries < ROUNDS; tries++)
        if (await work((it) => it.register('research', names, lines))) return
      throw new Error('nobody could be registered')
    },

    /** Silently removes one token from the revoked ones on disk. @returns it, or null when there is none. */
    forget(): string | null {
      const kept = JSON.parse(readFileSync(file, 'utf8')) as { revoked: string[] }
      const [lost = null, ...revoked] = kept.revoked
      writeFileSync(file, JSON.stringify({ ...kept, revoked }))
      holder = start()
      return lost
    },

    /** Works until the last report agreed at the head of the feed. @param check is called after every poll. */
    async settle(check: () => void = () => {}): Promise<void> {
      // A long feed comes in many pages.
      for (let polls = 0; polls < ROUNDS + (holder.status().head?.seq ?? 0); polls++) {
        const done = await poll()
        check()
        const { match, through, head } = holder.status()
        if (done && match && through === head?.seq) return
      }
      throw new Error(`never at rest: ${JSON.stringify(holder.status())}`)
    },
  }
}

export type Machine = ReturnType<typeof createMachine>
