import { expect } from 'vitest'
import type { DatabasesAnswer, DecisionsAnswer, SessionAnswer } from '../../../api/contract/patient.ts'
import type { RecordEntry } from '../../../api/contract/record.ts'
import { CATALOGUE } from '../catalogue.ts'
import { ndjson } from '../holder.ts'
import { numbersOf } from '../people.ts'
import { linked as asLinked, bitOf } from '../pooled.ts'
import { codeOf } from '../problem.ts'
import { CAST, type Cell, type Name } from './cast.ts'
import { type Household, nameFor, type Seat } from './household.ts'
import type { Place, Visit } from './visits.ts'

/** Every name that tells of a place. */
const PLACES = CATALOGUE.flatMap(({ name, holder }) => [name, holder].flatMap(({ ja, en }) => [ja, en]))
/** What is the account's alone, whoever acts. */
const OF_ACCOUNT = new Set([
  'signed-in',
  'asked',
  'passkey-added',
  'passkey-removed',
  'recovered',
  'counter-back',
])

const read = ({ patient }: Seat, path: string) => patient.browser.send('GET', `/api${path}`)
const codeAt = async (seat: Seat, path: string) => codeOf(await read(seat, path))

/** Compares what everybody sees, wherever somebody sat, with what they may see. */
export async function looks(household: Household): Promise<void> {
  for (const [place, seat] of household.seats) {
    await isNobody(household, seat)
    const visit = household.visits.live(place)
    if (!visit) {
      expect(await codeAt(seat, '/databases'), `${place}: a visit that is over`).toBe('not-signed-in')
      continue
    }
    household.visits.touch(place)
    await tellsForWhom(household, place, seat, visit)
    if (household.visits.isOver(visit))
      for (const path of ['/databases', '/decisions', '/record', '/usage'])
        expect(await codeAt(seat, path), `${place}: acting is over`).toBe('proofing-required')
    else await seesOwn(household, place, seat, visit)
  }
}

/** Whoever kept a secret of before is nobody. */
async function isNobody({ world }: Household, { stale }: Seat): Promise<void> {
  for (const value of stale.splice(0)) {
    const { browser } = world.patient()
    browser.cookies.set('session', { value, strict: true })
    const answer = await browser.send('GET', '/api/databases')
    expect(await codeOf(answer), 'a secret of before').toBe('not-signed-in')
  }
}

async function tellsForWhom(
  { visits }: Household,
  place: Place,
  seat: Seat,
  { who, acting }: Visit,
): Promise<void> {
  const session = (await (await read(seat, '/session')).json()) as SessionAnswer
  const about = acting && { relation: acting.relation, person: nameFor(who, acting.who) }
  expect(session.for ?? null, `${place}: for whom`).toEqual(about && expect.objectContaining(about))
  const of = acting && visits.isSafe(acting.who) ? acting.who : who
  const { portal, chosen } = visits.safetyOf(of)
  expect(session.safe, `${place}: safe mode`).toBe(portal ? 'portal' : chosen ? 'chosen' : undefined)
}

async function seesOwn(household: Household, place: Place, seat: Seat, visit: Visit): Promise<void> {
  const { visits, decisions, linked } = household
  const { who, acting } = visit
  const about = acting?.who ?? who
  const label = `${place}: ${who} about ${about}`
  const told = acting ? { relation: acting.relation, person: nameFor(who, about) } : undefined
  const texts = new Map<string, string>()
  for (const path of ['/databases', '/decisions', '/record.ndjson', '/usage']) {
    const answer = await read(seat, path)
    expect([answer.status, path], label).toEqual([200, path])
    texts.set(path, await answer.text())
  }
  const seen = JSON.parse(texts.get('/databases') ?? '') as DatabasesAnswer
  const history = JSON.parse(texts.get('/decisions') ?? '') as DecisionsAnswer
  const record = ndjson<RecordEntry>(texts.get('/record.ndjson') ?? '')
  expect([seen.for, history.for], label).toEqual([told, told])

  const rows = seen.databases.flatMap(({ id, linkages }) =>
    linkages.map(({ purpose, state, acting: by }) => `${id} ${purpose} ${state} ${by ?? 'self'}`),
  )
  const own = [...linked.values()].filter(({ name }) => name === about)
  expect(rows.sort(), `${label}: linkages`).toEqual(
    own.map(({ cell }) => rowOf(household, about, cell)).sort(),
  )
  const asked = acting ? undefined : decisions.asked(about)
  expect(seen.ask?.map(({ id }) => id) ?? [], `${label}: asked`).toEqual(asked ?? [])

  const made = decisions.of(about)
  const newestFirst = made.map(({ id }) => id).reverse()
  expect(
    history.decisions.map(({ id }) => id),
    `${label}: history`,
  ).toEqual(newestFirst)
  const decided = record.filter(({ kind }) => kind === 'decided')
  expect(decided.map(({ decision, by }) => `${decision?.id} ${by}`).sort(), `${label}: record`).toEqual(
    made
      .map(
        ({ id, by, acting: as }) => `${id} ${by === 'desk' ? 'desk' : as === null ? 'me' : 'representative'}`,
      )
      .sort(),
  )
  const accounts = record.filter(({ kind }) => OF_ACCOUNT.has(kind))
  if (acting) expect(accounts, `${label}: an account`).toEqual([])
  else expect(accounts.length, `${label}: an account`).toBeGreaterThan(0)

  const all = [...texts.values()].join('\n')
  const named = PLACES.filter((one) => all.includes(one))
  if (visits.isSafe(about) || visits.isSafe(who)) expect(named, `${label}: places`).toEqual([])
  else expect(named.length, `${label}: places`).toBeGreaterThan(0)
  await seesReceipts(household, seat, visit, label)
}

function rowOf({ decisions }: Household, about: Name, cell: Cell): string {
  const newest = decisions.newest(about, cell)
  const state = newest?.choice === 'stop' ? 'stopped' : 'usable'
  return `${cell.database} ${cell.purpose} ${state} ${newest?.acting ?? 'self'}`
}

/** Two receipts at each look, the newest and one in turn: one’s own is there, and that of anybody else is not. */
async function seesReceipts(
  { decisions: { made }, steps }: Household,
  seat: Seat,
  { who, acting }: Visit,
  label: string,
): Promise<void> {
  const some = new Set([made.at(-1), made[steps % Math.max(1, made.length)]])
  for (const one of some) {
    if (!one) continue
    const answer = await read(seat, `/decisions/${one.id}/receipt`)
    const isHidden = acting && one.place && (acting.hidden || one.by !== who)
    const expected = one.about !== (acting?.who ?? who) ? 'not-found' : isHidden ? 'acting' : 'ok'
    const found = answer.ok ? 'ok' : await codeOf(answer)
    expect(found, `${label}: a receipt about ${one.about}`).toBe(expected)
  }
}

/** Publishes, and compares what each holder reads in its list, its answers and its feed with what is stopped. */
export async function publishes(household: Household): Promise<void> {
  const { world, feeds, linked, decisions } = household
  await world.tick()
  for (const [database, feed] of feeds) {
    feed.holder.forgetToken()
    while ((await feed.poll(1000, true)) > 0);
    for (const { name, cell } of linked.values()) {
      if (cell.database !== database) continue
      const row = asLinked(await feed.holder.link(cell.purpose, [numbersOf(CAST[name])]))
      const isStopped = decisions.isStopped(name, cell)
      const last = feed.told.findLast(({ token }) => token === row.token)
      expect(
        [row.state, await bitOf(world, row), last?.kind === 'revoke'],
        `${name} in ${database} for ${cell.purpose}: answer, list and feed`,
      ).toEqual(isStopped ? ['revoked', 1, true] : ['usable', 0, false])
    }
  }
}

/** Nothing that was acknowledged is lost, and nothing was recorded that nobody signed. */
export async function keepsAll({ world, decisions }: Household): Promise<void> {
  const stored = await world.check()
  const rows = stored.decision.map(({ id, receipt_number }) => `${id} ${receipt_number}`).sort()
  expect(rows).toEqual(decisions.made.map(({ id, receipt }) => `${id} ${receipt}`).sort())
}
