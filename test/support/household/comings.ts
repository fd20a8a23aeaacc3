import { expect } from 'vitest'
import type { Patient } from '../patient.ts'
import { Refused } from '../problem.ts'
import { CAST, NAMES, type Name } from './cast.ts'
import { type Household, missing, nameFor, type Seat, sit } from './household.ts'
import type { Place, Visit } from './visits.ts'

/** What a call came to: `ok`, or the code of the problem. */
export const codeOfCall = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof Refused) return error.code
      throw error
    },
  )

export const seatAt = ({ seats }: Household, place: Place): Seat => seats.get(place) ?? missing(place)
const cookieOf = ({ patient }: Seat) => patient.browser.cookies.get('session')?.value ?? null

/** Does what gives the session a new secret: the old one is to be nobody's afterwards. */
async function renewing<T>(seat: Seat, work: () => Promise<T>): Promise<T> {
  const before = cookieOf(seat)
  const done = await work()
  if (before !== null && before !== cookieOf(seat)) seat.stale.push(before)
  return done
}

const register = (patient: Patient, options: Awaited<ReturnType<Patient['passkeyOptions']>>) =>
  patient.call('POST', '/api/passkeys', { response: patient.authenticator.create(options) })

/** Somebody proves who they are and signs in, with a first passkey where they have none here. */
export async function comes(household: Household, place: Place, who: Name): Promise<Visit> {
  const { visits, portal } = household
  const known = visits.live(place)
  if (known?.acting) await becomesSelf(household, place)
  const seat = await sit(household, place, who)
  const { patient } = seat
  await renewing(seat, async () => {
    seat.proofing = await patient.prove(CAST[who].id)
  })
  visits.setSafe(who, { portal: portal.isProtected(who) })
  const underAge = portal.isUnderAge(who)
  const account = visits.accounts.get(who)
  if (account) account.underAge = underAge
  const visit = visits.live(place)
  if (visit) {
    visits.proof(visit)
    return visit
  }
  const key = visits.keyAt(place)
  if (account?.keys.has(key)) {
    await renewing(seat, () => patient.signIn())
    return visits.signIn(place, who, { proofed: true, asserted: true })
  }
  if (account) {
    expect(await codeOfCall(patient.passkeyOptions()), 'an account has its owner').toBe('account-exists')
    await renewing(seat, async () => register(patient, await patient.passkeyOptions(true)))
    visits.endOthers(place, who)
    account.keys.add(key)
  } else {
    await renewing(seat, async () => register(patient, await patient.passkeyOptions()))
    visits.accounts.set(who, { underAge, keys: new Set([key]) })
  }
  return visits.signIn(place, who, { proofed: true, asserted: false })
}

/** Somebody signs in with a passkey they have, without the portal. Nothing happens where they have none here. */
export async function signsIn(household: Household, place: Place, who: Name): Promise<void> {
  const { visits } = household
  if (!visits.accounts.get(who)?.keys.has(visits.keyAt(place))) return
  if (visits.live(place)?.acting) await becomesSelf(household, place)
  const seat = await sit(household, place, who)
  await renewing(seat, () => seat.patient.signIn())
  visits.signIn(place, who, { proofed: false, asserted: true })
}

/** @returns whether the visit acts for that person from now on. */
export async function actsFor(household: Household, place: Place, about: Name): Promise<boolean> {
  const { visits, portal, now } = household
  const visit = visits.live(place) ?? missing('visit')
  const seat = seatAt(household, place)
  const named = portal.names(visit.who, about)
  const expected = !visits.isProofed(visit) ? 'proofing-required' : named ? 'ok' : 'not-represented'
  const ref = nameFor(visit.who, about)
  const found = await renewing(seat, () => codeOfCall(seat.patient.act(ref)))
  expect(found, `${visit.who} acts for ${about}`).toBe(expected)
  visit.lastSeen = now()
  if (expected === 'not-represented') lapses(household, visit, about)
  if (!named || expected !== 'ok') return false
  const hidden = portal.isProtected(about)
  visits.setSafe(about, { portal: hidden })
  visit.turn += 1
  const until = Math.min(visit.proofedUntil, named.ends ?? visit.proofedUntil)
  visit.acting = { who: about, relation: named.relation, until, hidden }
  const session = await seat.patient.session()
  // Several children have numbers, in the portal's order.
  const alike = NAMES.filter((one) => portal.names(visit.who, one)?.relation === named.relation)
  expect(session.for).toEqual({
    ...(alike.length > 1 ? { nth: alike.indexOf(about) + 1 } : {}),
    relation: named.relation,
    person: ref,
    until: new Date(until).toISOString(),
    not_disclosed: hidden,
  })
  const coverage = await seat.patient.coverage(seat.proofing ?? missing('proofing'))
  const number = visits.isSafe(about) ? null : (CAST[about].coverages[0]?.number ?? null)
  expect([coverage.number, coverage.for?.person], `coverage of ${about}`).toEqual([number, ref])
  return true
}

/** The portal has said no: from here on the visit is shown nothing of them. */
export function lapses({ now }: Household, { acting }: Visit, about: Name): void {
  if (acting?.who === about) acting.until = Math.min(acting.until, now())
}

export async function becomesSelf(household: Household, place: Place): Promise<void> {
  const visit = household.visits.live(place) ?? missing('visit')
  const seat = seatAt(household, place)
  const session = await renewing(seat, () => seat.patient.act('self'))
  expect(session).not.toHaveProperty('for')
  visit.acting = null
  visit.turn += 1
  visit.lastSeen = household.now()
}

export async function signsOut(household: Household, place: Place): Promise<void> {
  if (!household.visits.live(place)) return
  const seat = seatAt(household, place)
  await renewing(seat, () => seat.patient.browser.send('DELETE', '/api/session'))
  household.visits.end(place)
}

/** Asks the portal whom one may act for. */
export async function asksForWhom(household: Household, place: Place): Promise<void> {
  const { visits, portal } = household
  const visit = visits.live(place)
  if (!visit) return
  const { patient } = seatAt(household, place)
  if (!visits.isProofed(visit)) {
    expect(await codeOfCall(patient.people())).toBe('proofing-required')
    return
  }
  const { people } = await patient.people()
  const named = NAMES.filter((one) => portal.names(visit.who, one))
  expect(people.map(({ id }) => id).sort(), `whom ${visit.who} may act for`).toEqual(
    named.map((one) => nameFor(visit.who, one)).sort(),
  )
  if (visit.acting && !named.includes(visit.acting.who)) lapses(household, visit, visit.acting.who)
}

/**
 * Brings a visit to where somebody is about a person: themselves, or one for whom they act.
 * @returns null where that is refused, as it has to be.
 */
export async function goes(
  household: Household,
  { place, who, about }: { place: Place; who: Name; about: Name },
): Promise<Visit | null> {
  const { visits } = household
  let visit = visits.live(place)
  if (visit?.who !== who) visit = await comes(household, place, who)
  if (about === who) {
    if (visit.acting) await becomesSelf(household, place)
    return visit
  }
  if (visit.acting?.who === about && !visits.isOver(visit)) return visit
  if (!visits.isProofed(visit)) visit = await comes(household, place, who)
  return (await actsFor(household, place, about)) ? visits.live(place) : null
}
