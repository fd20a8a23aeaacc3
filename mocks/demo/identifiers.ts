import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JWK } from 'jose'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import { createConnection } from '../holder/connection.ts'
import { BY_NAME } from '../holder/population.ts'
import { residents } from '../residents.ts'
import type { OwnSystem } from './system.ts'
import { PATIENCE_MS, type Visit } from './visit.ts'

/** The namesake of the resident whom the database knows only by name, birth date and sex. */
const NAMESAKE = 'r46'
/** A resident who decides nothing. */
const SILENT = 'r03'
const { database: DATABASE, resident: RESIDENT } = BY_NAME
/** A database that links the resident only during the change. */
const LATER = 'demo-biobank'
/** A resident whose only number is from before 2020-10. */
const WITHOUT_ID5 = 'r48'
const PURPOSE = 'research'
const BEFORE = { ERABU_SCHEMES: 'id5,id4' }
const DURING = { ERABU_SCHEMES: 'id5,id4,kyotsu' }
const HOLDER_SECRET = 'demo-holder-secret'

/**
 * A record by name may be another person's: that person's stop counts for it too. Then a new identifier comes beside
 * ID5: a record that is registered by it keeps its token, and a stop stands.
 * @throws Error when a page, or the answer to the holder, does not say what has happened.
 */
export async function walkIdentifiers(visit: Visit): Promise<void> {
  const system = await visit.start(BEFORE)
  await seeAnUncertainRecord(visit)
  await stopAsNamesake(system)
  const tokens = await tokensOnceStopped(system)
  await seeThatItIsHeld(visit)
  const changed = await visit.start(DURING)
  await stopDuringTheChange(visit)
  await keepTokens(changed, visit.place.data, tokens)
  await seeOwnStop(visit)
  await stopNewRecord(changed)
  await seeNewRecord(visit)
  await seeWithoutId5(visit)
}

/** P1 ▶ P4: the record may be somebody else's, and may be used. */
async function seeAnUncertainRecord({ pages, take, ja, names }: Visit): Promise<void> {
  await pages.open()
  await pages.begin(RESIDENT)
  await pages.makePasskey()
  await pages.toStatus()
  const card = pages.card(names(DATABASE))
  await card.getByText(ja.databases.lowPrecision).waitFor()
  await card.getByText(ja.status.kinds.used, { exact: true }).waitFor()
  await take(pages.page, 'p4-uncertain')
}

/** Another person with the same name, birth date and sex stops everything. */
async function stopAsNamesake({ portalUrl }: OwnSystem): Promise<void> {
  const answer = await fetch(`${portalUrl}/_control/decisions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resident: NAMESAKE, choice: 'stop' }),
  })
  if (!answer.ok) throw new Error(`the decision of ${NAMESAKE} was answered ${answer.status}`)
}

/** P4 again: nobody stopped it here, and it is not used. */
async function seeThatItIsHeld({ page, pages, take, ja, names }: Visit): Promise<void> {
  const { databases } = ja
  await page.reload()
  await pages.arrived(databases.title)
  const card = pages.card(names(DATABASE))
  await card.getByText(databases.held).waitFor()
  await card.getByText(databases.lowPrecision).waitFor()
  await card.getByText(databases.standings.registered, { exact: true }).waitFor()
  await page.getByText(databases.standingNone, { exact: true }).waitFor()
  await take(page, 'p4-held')
}

/**
 * Waits until the holder has applied the stop to both records: only then the resident is told.
 * @returns resident ▶ token, of those whom the holder knows by number.
 */
async function tokensOnceStopped(system: OwnSystem): Promise<Map<string, string>> {
  const people = [RESIDENT, NAMESAKE, SILENT]
  const found = async () => Promise.all(people.map((id) => recordsOf(system, DATABASE, id)))
  await until(
    async () => (await found()).map(([record]) => record?.state).join() === 'stopped,stopped,usable',
    'The holder does not show two stopped records and a usable one.',
  )
  return new Map((await found()).slice(1).flatMap(([one]) => (one ? [[one.resident, one.token]] : [])))
}

type Kept = { resident: string; token: string; state: string }

/** What the holder of a database shows of a resident. */
async function recordsOf({ consoleUrl }: OwnSystem, database: string, id: string): Promise<Kept[]> {
  type Consoles = { holders: { database: string; records: Kept[] }[] }
  const { holders } = (await (await fetch(`${consoleUrl}/_control`)).json()) as Consoles
  const records = holders.find((one) => one.database === database)?.records ?? []
  return records.filter(({ resident }) => resident === id)
}

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (performance.now() < end) {
    if (await holds()) return
    await sleep(200)
  }
  throw new Error(otherwise)
}

/** P4 ▶ P8: the resident decides while both identifiers are in use, with the passkey from before. */
async function stopDuringTheChange({ page, pages, take, ja }: Visit): Promise<void> {
  await page.reload()
  await pages.arrived(ja.databases.title)
  await pages.chooseForAll('stop')
  await pages.submit()
  await take(page, 'p8-during-change')
}

/** The holder registers by seals of the new issuer whom it knew by ID5: they keep the token, and a stop. */
async function keepTokens(system: OwnSystem, data: string, tokens: Map<string, string>): Promise<void> {
  const register = await byNewIdentifier(system, data, [...tokens.keys()])
  const told = (await register()).join()
  const expected = [`${tokens.get(NAMESAKE)} revoked`, `${tokens.get(SILENT)} usable`].join()
  if (told !== expected) throw new Error(`The holder was told ${told}, not ${expected}.`)
}

/** Another holder links the resident, by the new identifier: the stop that was decided during the change counts. */
async function stopNewRecord(system: OwnSystem): Promise<void> {
  await system.control({ register: { database: LATER, resident: RESIDENT } })
  await until(async () => {
    const states = (await recordsOf(system, LATER, RESIDENT)).map(({ state }) => state)
    return states.length > 0 && states.every((state) => state === 'stopped')
  }, `${LATER} does not show that its new records of ${RESIDENT} are stopped.`)
}

/** @returns what registers these residents by the new identifier: for each the token and its state, or an error. */
async function byNewIdentifier({ origin, resolverUrl }: OwnSystem, data: string, wanted: string[]) {
  type Identity = { client_id: string; database: string; key: JWK & { kid: string } }
  const file = join(data, 'holders/identities.json')
  const identities = JSON.parse(readFileSync(file, 'utf8')) as Identity[]
  const own = identities.find(({ database }) => database === DATABASE)
  if (!own) throw new Error(`${file} has no holder of ${DATABASE}`)
  const { client_id, key } = own

  const coverages = wanted.map((id) => residents.find((one) => one.id === id)?.coverages[0])
  const sealed = await fetch(`${resolverUrl}/issuer/sealed-subjects?database=${DATABASE}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client_id}:${HOLDER_SECRET}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ coverages }),
  })
  if (!sealed.ok) throw new Error(`the issuer answered ${sealed.status}`)
  const { subjects } = (await sealed.json()) as { subjects: object[] }
  const lines = subjects.map((subject) => `${JSON.stringify(subject)}\n`).join('')
  const call = createConnection({ issuer: origin, client_id, key, kid: key.kid }, { fetch, now: Date.now })

  return async (): Promise<string[]> => {
    const answer = await call('POST', `/linkages?database=${DATABASE}&purpose=${PURPOSE}`, lines)
    const told = (await answer.text()).split('\n').filter(Boolean)
    const found = told.map((line) => JSON.parse(line) as LinkageAnswer)
    return found.map((one) => ('error' in one ? one.error : `${one.token} ${one.state}`))
  }
}

/** P4: what was only the other person's stop is now the resident's own as well. */
async function seeOwnStop({ page, pages, take, ja, names }: Visit): Promise<void> {
  const { title, held, lowPrecision, standingStop, standings } = ja.databases
  await pages.open('/status')
  await pages.arrived(title)
  await page.getByText(standingStop, { exact: true }).waitFor()
  const card = pages.card(names(DATABASE))
  for (const said of [lowPrecision, standings.registered]) await card.getByText(said).waitFor()
  await card.getByText(held).waitFor({ state: 'detached' })
  await take(page, 'p4-after-change')
}

/** P4: beside the record by name stands the database that linked the resident by the new identifier. */
async function seeNewRecord({ page, pages, take, ja, names }: Visit): Promise<void> {
  const { title, lowPrecision, standings } = ja.databases
  await pages.open('/status')
  await pages.arrived(title)
  await pages.card(names(DATABASE)).getByText(lowPrecision).waitFor()
  const card = pages.card(names(LATER))
  await card.getByText(standings.stopped, { exact: true }).waitFor()
  await card.getByText(lowPrecision).waitFor({ state: 'detached' })
  await take(page, 'p4-new-record')
}

/** P1 ▶ P4: somebody without an ID5, whom databases could not link before. */
async function seeWithoutId5({ page, pages, take, ja, names }: Visit): Promise<void> {
  await pages.signOut()
  await pages.open()
  await pages.begin(WITHOUT_ID5)
  await pages.makePasskey()
  await pages.toStatus()
  await pages.card(names(LATER)).getByText(ja.status.kinds.used, { exact: true }).waitFor()
  await take(page, 'p4-without-id5')
}
