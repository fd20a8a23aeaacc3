import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { readConfig } from '../../../api/config.ts'
import type { LinkageAnswer } from '../../../api/contract/holder.ts'
import type { Choice, Scope } from '../../../api/contract/patient.ts'
import { loadKeys } from '../../../api/keys/key-files.ts'
import { createIdentification } from '../../../api/portal/identification.ts'
import { id5Source } from '../../../api/portal/sources/id5.ts'
import { kyotsuSource } from '../../../api/portal/sources/kyotsu.ts'
import type { Stored } from '../../support/check/stored.ts'
import { ndjson } from '../../support/holder.ts'
import { createPatient, type Patient } from '../../support/patient.ts'
import { numbersOf, ordinary, PEOPLE } from '../../support/people.ts'
import { bitIn, type Linked, linked } from '../../support/pooled.ts'
import { sealedWith } from '../../support/sealed.ts'
import type { IdentitySystem } from './identity-system.ts'
import { retryUnanswered, type Sent, send } from './in-flight.ts'

export const DATABASES = ['demo-registry', 'demo-biobank'] as const
type DatabaseId = (typeof DATABASES)[number]

/** People with an account from the start; the first two share name, birth date and sex. */
const FIRST = [PEOPLE.namesake, PEOPLE.otherNamesake, ordinary(0)]
/** How long the register, a person or a holder tries again. */
const TRIES = 60

/** What a holder has of somebody: its seal, whom it may be about, and everybody whose stops count for it. */
type Row = { database: DatabaseId; content: object; about: number[]; counted: Set<number> }
type Person = { id: string; patient: Patient; ids: Record<string, string> }
type Decided = Sent & { who: number; choice: Choice; scope: Scope }
export type IdentityCourse = Awaited<ReturnType<typeof openCourse>>

const pick = <T>(of: readonly T[]): T => of[randomInt(of.length)] as T

/** People, holders and a model of whose stops count where, while processes are killed. */
export async function openCourse(system: IdentitySystem) {
  const config = readConfig(system.env)
  const { sealedSubject } = await loadKeys(config.keys)
  const identification = createIdentification({
    sources: [
      id5Source({ url: config.resolverUrl, secret: config.resolverSecret }),
      kyotsuSource({ url: config.issuerUrl, secret: config.issuerSecret }, { besideId5: true }),
    ],
    sealKey: sealedSubject,
  })
  const holders = new Map(DATABASES.map((database) => [database, system.holder(database)]))
  const people: Person[] = []
  const rows = new Map<string, Row>()
  const kin = new Set<string>()
  const decided: Decided[] = []
  /** The status by which the last registration was refused. */
  let refused = ''
  const counts = { acknowledged: 0, cut: 0, registrations: 0, registrationsCut: 0, enrolmentsCut: 0 }

  const idsOf = async (resident: (typeof FIRST)[number]) =>
    Object.fromEntries(
      (await identification.person([numbersOf(resident)]))?.ids.map(({ scheme, id }) => [scheme, id]) ?? [],
    )

  /** Enrols a person; after a cut they begin again, as somebody who has lost their device. */
  async function enrol(patient: Patient, resident: string): Promise<void> {
    await patient.prove(resident)
    const options = await patient.passkeyOptions().catch(() => patient.passkeyOptions(true))
    await patient.call('POST', '/api/passkeys', { response: patient.authenticator.create(options) })
  }

  /** Registers rows as their holder does. @returns null: no whole answer came. */
  async function register(database: DatabaseId, some: Row[]): Promise<LinkageAnswer[] | null> {
    const lines = await Promise.all(
      some.map(async ({ content }) =>
        JSON.stringify({ subject: await sealedWith(sealedSubject, database, content) }),
      ),
    )
    const holder = holders.get(database)
    const response = await holder?.postLinkages('research', `${lines.join('\n')}\n`).catch(() => null)
    // The long form lasts longer than an access token.
    if (response?.status === 401) holder?.forgetToken()
    refused = response?.ok ? '' : `${response?.status}`
    const text = response?.ok ? await response.text().catch(() => '') : ''
    const answers = ndjson<LinkageAnswer>(text.endsWith('\n') ? text : '')
    return answers.length === some.length ? answers : null
  }

  async function insist(database: DatabaseId, some: Row[]): Promise<Linked[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const answers = await register(database, some)
      if (answers) return answers.map((answer) => linked([answer]))
      await sleep(250)
    }
    throw new Error(`the holder registers in vain: ${refused}`)
  }

  /** Notes in the model what a registration makes of a row. */
  function note(key: string, row: Omit<Row, 'counted'>): Row {
    const counted = new Set([...(rows.get(key)?.counted ?? []), ...row.about])
    for (const who of row.about)
      for (const other of people.keys())
        if (kin.has(`${who} ${other}`) || kin.has(`${other} ${who}`)) counted.add(other)
    const noted = { ...row, counted }
    rows.set(key, noted)
    return noted
  }

  const ownRow = (who: number, ids: Person['ids'], database: DatabaseId, scheme: 'id5' | 'kyotsu'): Row => {
    const { id5, kyotsu } = ids
    const content = scheme === 'id5' ? { scheme, id5 } : { scheme, kyotsu, id5 }
    return note(`${who} ${database}`, { database, content, about: [who] })
  }

  const recordOfTwo = (database: DatabaseId): Row => {
    const candidates = [0, 1].map((who) => people[who]?.ids.id5)
    const content = { scheme: 'id4', id4: 'namesakes', candidates }
    return note(`record ${database}`, { database, content, about: [0, 1] })
  }

  /** A source names an earlier identifier of somebody, which is another person's. */
  function correction(who: number, other: number, database: DatabaseId): Row {
    kin.add(`${who} ${other}`)
    for (const [key, { counted }] of rows)
      if (key.startsWith(`${who} `)) counted.add(other)
      else if (key.startsWith(`${other} `)) counted.add(who)
    const content = { scheme: 'id5', id5: people[who]?.ids.id5, was: [people[other]?.ids.id5] }
    return note(`${who} ${database}`, { database, content, about: [who] })
  }

  function anyRow(): Row {
    const [who, other] = [randomInt(people.length), randomInt(people.length)]
    const { ids } = people[who] as Person
    const kind = randomInt(8)
    if (kind === 0) return recordOfTwo(pick(DATABASES))
    // Not of everybody: then no stop would count for one person alone.
    if (kind === 1 && who !== other && who + other < 4) return correction(who, other, pick(DATABASES))
    return ownRow(who, ids, pick(DATABASES), pick(['id5', 'kyotsu'] as const))
  }

  async function anyDecision(): Promise<Decided> {
    const who = randomInt(people.length)
    const { patient } = people[who] as Person
    const choice = pick(['stop', 'stop', 'allow'] as const)
    const scope = pick<Scope>([{ all: true }, ...DATABASES.map((database) => ({ database }))])
    const body = await patient.signed(choice, scope)
    return { patient, body, key: randomUUID(), acknowledged: null, who, choice, scope }
  }

  const stops = ({ decision }: Stored, who: number, database: DatabaseId): boolean => {
    const byId = new Map(decided.map((one) => [one.body.decision.id, one]))
    const newest = decision
      .map((row) => ({ row, made: byId.get(row.id) }))
      .filter(
        ({ made }) =>
          made?.who === who &&
          ('all' in made.scope || ('database' in made.scope && made.scope.database === database)),
      )
      .sort((a, b) => a.row.ordinal - b.row.ordinal)
      .at(-1)
    return newest?.made?.choice === 'stop'
  }

  for (const resident of FIRST) {
    const patient = createPatient({ origin: system.origin })
    await enrol(patient, resident.id)
    people.push({ id: resident.id, patient, ids: await idsOf(resident) })
  }

  return {
    counts,
    people,
    rows,

    /**
     * Somebody new is linked under both identifiers and enrols, others decide, and holders register, all at once.
     * A process is killed meanwhile. Afterwards each of them tries again.
     */
    async round(index: number, within: number): Promise<void> {
      const resident = ordinary(index)
      const who = people.length
      const newcomer: Person = {
        id: resident.id,
        patient: createPatient({ origin: system.origin }),
        ids: await idsOf(resident),
      }
      const sent: Decided[] = []
      for (let made = 0; made < 8; made++) sent.push(await anyDecision())
      const asked = [
        ownRow(who, newcomer.ids, DATABASES[0], 'id5'),
        ownRow(who, newcomer.ids, DATABASES[1], 'kyotsu'),
        // At least one correction meets the kill.
        ...(index === 2 ? [correction(0, 2, DATABASES[1])] : []),
        ...Array.from({ length: 6 }, anyRow),
      ]
      const answers = sent.map(send)
      const registered = asked.map((row) => register(row.database, [row]))
      const enrolled = enrol(newcomer.patient, resident.id).then(
        () => true,
        () => false,
      )
      await sleep(randomInt(within))
      await system.strike()
      await Promise.all(answers)
      decided.push(...sent)
      const done = await Promise.all(registered)
      const isEnrolled = await enrolled

      const stored = await system.check()
      const kept = new Map(stored.decision.map(({ id, receipt }) => [id, receipt]))
      for (const { acknowledged } of decided)
        if (acknowledged) expect(kept.get(acknowledged.decision.id), 'kept').toBe(acknowledged.receipt.jws)
      counts.acknowledged += sent.filter(({ acknowledged }) => acknowledged).length
      counts.cut += sent.filter(({ acknowledged }) => !acknowledged).length
      counts.registrations += done.filter((one) => one !== null).length
      counts.registrationsCut += done.filter((one) => one === null).length
      counts.enrolmentsCut += isEnrolled ? 0 : 1

      await system.begin()
      await retryUnanswered(sent, stored)
      for (const [i, row] of asked.entries()) if (done[i] === null) await insist(row.database, [row])
      if (!isEnrolled) {
        newcomer.patient = createPatient({ origin: system.origin })
        await enrol(newcomer.patient, resident.id)
      }
      people.push(newcomer)
    },

    /** Every holder registers everything again, and everybody is proofed again: all are known by every key in use. */
    async appear(): Promise<void> {
      for (const database of DATABASES) {
        const own = [...rows].filter(([, row]) => row.database === database)
        await insist(
          database,
          own.map(([key, row]) => note(key, row)),
        )
      }
      for (const { id, patient } of people) {
        await patient.prove(id)
        await patient.signIn()
      }
    },

    /** Waits until every change is published. */
    async settled(): Promise<Stored> {
      await expect.poll(async () => (await system.check()).outbox, { timeout: 60_000 }).toEqual([])
      return system.check()
    },

    /** Whether each row may be used is what the model says: in the answer, in the list, and for its person. */
    async agree(): Promise<void> {
      await this.appear()
      const stored = await this.settled()
      for (const database of DATABASES) {
        const own = [...rows].filter(([, row]) => row.database === database)
        const answers = await insist(
          database,
          own.map(([, row]) => row),
        )
        const lists = new Map<string, string>()
        for (const [i, [key, { counted }]] of own.entries()) {
          const { state, status_list } = answers[i] as Linked
          const { pathname } = new URL(status_list.uri)
          if (!lists.has(pathname)) {
            const response = await holders.get(database)?.send('GET', pathname)
            lists.set(pathname, (await response?.text()) ?? '')
          }
          const stopped = [...counted].some((who) => stops(stored, who, database))
          const bit = bitIn(lists.get(pathname) ?? '', status_list.idx)
          expect([key, state, bit]).toEqual([key, stopped ? 'revoked' : 'usable', stopped ? 1 : 0])
        }
        for (const [who, { patient }] of people.entries()) {
          const row = rows.get(`${who} ${database}`)
          if (!row) continue
          const mine = stops(stored, who, database)
          const stopped = [...row.counted].some((one) => stops(stored, one, database))
          const shown = (await patient.databases()).databases.find(({ id }) => id === database)?.linkages
          const seen = shown?.filter(({ precision }) => precision !== 'id4')
          expect([who, seen]).toMatchObject([
            who,
            [{ state: stopped ? 'stopped' : 'usable', held: stopped && !mine }],
          ])
        }
      }
    },
  }
}
