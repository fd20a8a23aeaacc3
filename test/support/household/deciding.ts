import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Choice, DecisionAnswer, Scope } from '../../../api/contract/patient.ts'
import { orRefused } from '../problem.ts'
import type { Name } from './cast.ts'
import { codeOfCall, lapses, seatAt } from './comings.ts'
import type { Household, Seat, Signed } from './household.ts'
import { type Place, PREVIEW, type Visit } from './visits.ts'

const aboutOf = ({ who, acting }: Visit): Name => acting?.who ?? who

/** Why a preview is refused by now; `ok`: it is not. */
function previewOf(
  { visits, decisions, now }: Household,
  visit: Visit,
  { choice, scope }: { choice: Choice; scope: Scope },
): string {
  if (visits.isOver(visit)) return 'proofing-required'
  if (choice === 'stop') return 'ok'
  if (!visit.acting) return visits.accounts.get(visit.who)?.underAge ? 'under-age' : 'ok'
  const wish = { about: visit.acting.who, by: visit.who, scope, at: now() }
  return decisions.stands(wish) ? 'stop-stands' : 'ok'
}

/** Signs a decision in a visit that is there, and does not send it. @returns null where the preview is refused. */
export async function signs(
  household: Household,
  place: Place,
  choice: Choice,
  scope: Scope,
): Promise<Signed | null> {
  const { visits, now } = household
  const visit = visits.live(place)
  if (!visit) return null
  const seat = seatAt(household, place)
  const expected = previewOf(household, visit, { choice, scope })
  const signed: { body?: Signed['body'] } = {}
  const found = await codeOfCall(
    seat.patient.signed(choice, scope).then((body) => {
      signed.body = body
    }),
  )
  expect(found, `preview of ${choice} ${JSON.stringify(scope)} about ${aboutOf(visit)}`).toBe(expected)
  if (!signed.body) return null
  const { turn } = visit
  const of = {
    key: randomUUID(),
    visit,
    turn,
    about: aboutOf(visit),
    by: visit.who,
    at: now(),
    decided: null,
  }
  seat.signed = { body: signed.body, ...of }
  return seat.signed
}

/** What the portal is asked once more before a decision of a representative is recorded. */
function portalSays(household: Household, visit: Visit): string {
  const { visits, portal } = household
  const { acting, who } = visit
  if (!acting) return 'ok'
  if (!visits.isProofed(visit)) return 'proofing-required'
  const named = portal.names(who, acting.who)
  const same = named?.relation === acting.relation && portal.isProtected(acting.who) === acting.hidden
  if (same) return visits.isOver(visit) ? 'proofing-required' : 'ok'
  lapses(household, visit, acting.who)
  return 'not-represented'
}

/** What sending comes to in this visit. */
function verdictOf(household: Household, visit: Visit, signed: Signed): string {
  const { decision } = signed.body
  if (signed.decided) return visit.acting && signed.about !== aboutOf(visit) ? 'acting' : 'ok'
  const isNew = visit === signed.visit && visit.turn === signed.turn && household.now() - signed.at <= PREVIEW
  if (!isNew) return 'challenge-expired'
  const said = portalSays(household, visit)
  return said === 'ok' ? previewOf(household, visit, decision) : said
}

/** Sends what was signed at this place, perhaps again, in whatever visit there is by now. */
export async function sends(household: Household, place: Place): Promise<void> {
  const { visits, decisions, now } = household
  const seat = household.seats.get(place)
  if (!seat?.signed) return
  const { signed } = seat
  const visit = visits.live(place)
  const expected = !visit
    ? 'not-signed-in'
    : visit.who === signed.by
      ? verdictOf(household, visit, signed)
      : 'challenge-expired'
  const answer = await seat.patient.sendDecision(signed.body, signed.key)
  const told: { answer?: DecisionAnswer } = {}
  const found = await codeOfCall(
    orRefused<DecisionAnswer>('decide', answer).then((body) => {
      told.answer = body
    }),
  )
  const { choice, scope } = signed.body.decision
  expect(found, `${signed.by} sends ${choice} ${JSON.stringify(scope)} about ${signed.about}`).toBe(expected)
  if (!told.answer || !visit) {
    if (!signed.decided && expected !== 'not-signed-in') seat.signed = null
    return
  }
  const { decision, receipt } = told.answer
  if (signed.decided) {
    expect([decision.id, receipt.number]).toEqual([signed.decided.id, signed.decided.receipt])
    return
  }
  expect(decision).toMatchObject({ id: signed.body.decision.id, choice, scope })
  signed.decided = {
    id: decision.id,
    receipt: receipt.number,
    about: signed.about,
    by: signed.by,
    acting: visit.acting?.relation ?? null,
    choice,
    scope,
    at: now(),
    place: place === 'kiosk',
  }
  decisions.record(signed.decided)
  visit.asserted = now()
}

/** Signs and sends at once. */
export async function decides(
  household: Household,
  place: Place,
  choice: Choice,
  scope: Scope,
): Promise<void> {
  const signed = await signs(household, place, choice, scope)
  if (signed) await sends(household, place)
}

/** Turns safe mode on or off. */
export async function choosesSafe(household: Household, place: Place, on: boolean): Promise<void> {
  const { visits } = household
  const visit = visits.live(place)
  if (!visit) return
  const mayEnd = visits.isAsserted(visit) ? 'ok' : 'assertion-required'
  const ending = visits.safetyOf(visit.who).portal ? 'not-disclosed' : mayEnd
  const expected = visit.acting ? 'acting' : on ? 'ok' : ending
  const { patient } = seatAt(household, place)
  expect(await codeOfCall(patient.call('PUT', '/api/session/safe', { on })), 'safe mode').toBe(expected)
  if (expected === 'ok') visits.setSafe(visit.who, { chosen: on })
}

/** Keeps what a representative decided, or tries to keep what is not one's own to keep. */
export async function keeps(household: Household, place: Place, nth: number): Promise<void> {
  const { visits, decisions } = household
  const visit = visits.live(place)
  const one = decisions.made[nth % Math.max(1, decisions.made.length)]
  if (!visit || !one) return
  const isTheirs = one.about === visit.who && one.acting !== null
  const expected = visit.acting ? 'acting' : isTheirs ? 204 : 'not-found'
  const answer = await keep(seatAt(household, place), one.id)
  expect(answer, `${visit.who} keeps a decision about ${one.about}`).toBe(expected)
  if (expected === 204) decisions.keep(one.id)
}

async function keep({ patient }: Seat, id: string): Promise<number | string> {
  const answer = await patient.browser.send('POST', `/api/decisions/${id}/keep`, { json: {} })
  return answer.ok ? answer.status : codeOfCall(orRefused('keep', answer))
}

/** What is not served while a visit acts for somebody: a sign-in, a proofing, passkeys, messages, cases. */
export async function strays(household: Household, place: Place): Promise<void> {
  const visit = household.visits.live(place)
  if (!visit?.acting) return
  const { patient } = seatAt(household, place)
  for (const call of [
    () => patient.signIn(),
    () => patient.startProofing(),
    () => patient.call('GET', '/api/passkeys'),
    () => patient.call('GET', '/api/messages'),
    () => patient.call('GET', '/api/cases'),
  ])
    expect(await codeOfCall(call()), 'while acting').toBe('acting')
}
