import { type Authenticator, createAuthenticator } from '../../../mocks/person/authenticator.ts'
import { refOf } from '../../../mocks/portal/represents.ts'
import { DAY, HOUR } from '../clock.ts'
import type { Clerk } from '../desk.ts'
import { openKiosk, securityKey } from '../kiosk.ts'
import { createCursorHolder } from '../model/cursor-holder.ts'
import { createPatient, type Patient } from '../patient.ts'
import { numbersOf } from '../people.ts'
import { startWorld, type World } from '../world.ts'
import { AT_FIRST, CAST, CELLS, type Cell, NAMES, type Name } from './cast.ts'
import { createDecisions, type Decided } from './decisions.ts'
import { createPortal } from './portal.ts'
import { createVisits, type Place, type Visit } from './visits.ts'
import { createWindows, type Key } from './windows.ts'

const FREE = { perSecond: 1e6, burst: 1e6 }

/** A decision that is signed and not sent, or that was sent. */
export type Signed = {
  body: Awaited<ReturnType<Patient['signed']>>
  key: string
  visit: Visit
  turn: number
  about: Name
  by: Name
  at: number
  decided: Decided | null
}

/** A browser at a place, with whoever used it last. `stale`: secrets of before that nobody has tried since. */
export type Seat = {
  patient: Patient
  proofing: string | null
  stale: string[]
  signed: Signed | null
}

export type Household = Awaited<ReturnType<typeof openHousehold>>

/** A service, a family, two desks and a kiosk, and beside them the model of what each may see and do. */
export async function openHousehold() {
  const world = await startWorld({ rate: FREE })
  world.clock.hold()
  // Each course begins at nine in the morning in Japan.
  const now = () => world.clock.now().getTime()
  world.clock.advance(DAY - ((now() + 9 * HOUR) % DAY) + 9 * HOUR)
  for (const [about, by, said] of AT_FIRST) await tell(world, about, by, said)
  const household = {
    world,
    now,
    portal: createPortal(now),
    visits: createVisits(now),
    decisions: createDecisions(),
    windows: createWindows(),
    seats: new Map<Place, Seat>(),
    passkeys: new Map(
      NAMES.map((name): [Name, Record<'phone' | 'key', Authenticator>] => [
        name,
        { phone: createAuthenticator({ origin: world.origin }), key: securityKey(world.origin) },
      ]),
    ),
    clerks: new Map<string, { clerk: Clerk; key: Key }>(),
    linked: new Map<string, { name: Name; cell: Cell }>(),
    feeds: new Map(
      ([...new Set(CELLS.map(({ database }) => database))] as Cell['database'][]).map((id) => [
        id,
        createCursorHolder(world.holder(id)),
      ]),
    ),
    steps: 0,
  }
  for (const { holder } of household.feeds.values()) await holder.streamId()
  for (const name of ['mother', 'child', 'sibling', 'hidden', 'grandmother'] as const)
    await link(household, name, { database: 'demo-registry', purpose: 'research' })
  for (const name of ['child', 'hidden'] as const)
    await link(household, name, { database: 'demo-biobank', purpose: 'research' })
  return household
}

/** Changes what the portal answers. */
export const tell = (world: World, about: Name, by: Name, said: (typeof AT_FIRST)[number][2]) =>
  world.surroundings.represent({
    resident: CAST[about].id,
    by: CAST[by].id,
    relation: said.relation,
    withdrawn: said.withdrawn,
    despite_protection: said.despite,
    ...(said.until === null ? {} : { until: said.until }),
  })

/** A holder registers the records of somebody. */
export async function link(
  { feeds, linked }: Pick<Household, 'feeds' | 'linked'>,
  name: Name,
  cell: Cell,
): Promise<void> {
  const { holder } = feeds.get(cell.database) ?? missing(cell.database)
  holder.forgetToken()
  await holder.link(cell.purpose, [numbersOf(CAST[name])])
  linked.set(`${name} ${cell.database} ${cell.purpose}`, { name, cell })
}

export function missing(what: string): never {
  throw new Error(`no ${what}`)
}

/** What the portal calls somebody for whom `by` acts. */
export const nameFor = (by: Name, about: Name): string => refOf(CAST[by], CAST[about])

/** A browser at a place for somebody: a kiosk begins a visit, which inherits nothing but the cookies of its browser. */
export async function sit(household: Household, place: Place, who: Name): Promise<Seat> {
  const { world, seats, passkeys, visits } = household
  const before = seats.get(place)
  if (before && place !== 'kiosk' && visits.live(place)) return before
  const keys = passkeys.get(who) ?? missing(who)
  const authenticator = keys[visits.keyAt(place)]
  const kiosk = place === 'kiosk' ? openKiosk(world, 'front-desk', authenticator) : null
  const patient = kiosk?.patient ?? createPatient({ origin: world.origin, authenticator })
  const cookies = before?.patient.browser.cookies ?? []
  for (const [name, cookie] of cookies) patient.browser.cookies.set(name, cookie)
  const ended = patient.browser.cookies.get('session')?.value
  const stale = [...(before?.stale ?? []), ...(ended === undefined ? [] : [ended])]
  await kiosk?.begin()
  visits.end(place)
  const seat = { patient, proofing: null, stale, signed: before?.signed ?? null }
  seats.set(place, seat)
  return seat
}
