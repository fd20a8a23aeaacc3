import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { ReturnReason } from '../../../api/contract/desk/entries.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import { type Clerk, openClerk, printedForm, signedForm } from '../desk.ts'
import { orRefused } from '../problem.ts'
import { CAST, type Name } from './cast.ts'
import { codeOfCall } from './comings.ts'
import type { Household } from './household.ts'
import { type Entry, type Key, STAFF } from './windows.ts'

/** What happens between a confirmation's preview and its signature. */
export type Between = 'nothing' | 'enterer is blocked' | 'own key is blocked' | 'form is given back'

type AtDesk = { clerk: Clerk; key: Key }

/** One of the staff at their desk, signed in; whoever's key was blocked gets a new one first. */
async function staff({ world, clerks }: Household, nth: number): Promise<AtDesk> {
  const { name, desk } = STAFF[nth % STAFF.length] ?? STAFF[0]
  const known = clerks.get(name)
  if (known?.key.blocked)
    expect(await codeOfCall(known.clerk.signIn()), 'a blocked key signs nobody in').toBe('passkey-rejected')
  if (known && !known.key.blocked) {
    await known.clerk.signIn()
    return known
  }
  const hired = { clerk: await openClerk(world, name, desk), key: { name, desk, blocked: false } }
  clerks.set(name, hired)
  return hired
}

/** Every form that has no end at this desk, and no other one, is shown. */
async function seesForms({ windows }: Household, { clerk, key }: AtDesk): Promise<void> {
  if (key.blocked) return
  const seen = await clerk.entries()
  expect(seen.map(({ id }) => id).sort()).toEqual(
    windows
      .open(key.desk)
      .map(({ id }) => id)
      .sort(),
  )
  for (const one of seen) expect(one.own).toBe(windows.entries.find(({ id }) => id === one.id)?.by === key)
}

/** A form that was entered, counted from the newest; undefined: there is none. */
const entryAt = ({ windows }: Household, nth: number): Entry | undefined =>
  windows.entries.at(-1 - (nth % Math.max(1, windows.entries.length)))

/** One of the staff enters a form: a new one, or one that is known, perhaps of somebody else or about something else. */
export async function enters(
  household: Household,
  nth: number,
  { about, scope, form }: { about: Name; scope: Scope; form: 'new' | number },
): Promise<void> {
  const { world, windows } = household
  const at = await staff(household, nth)
  const known = form === 'new' ? undefined : entryAt(household, form)
  const of = { form: known?.form ?? printedForm(world), about, scope }
  const paper = await signedForm(world, CAST[about].id, { scope, form: of.form })
  const expected = windows.enter(at.key, of)
  const told: { id?: string; state?: Entry['state'] } = {}
  const found = await codeOfCall(at.clerk.enter(paper).then((answer) => Object.assign(told, answer)))
  expect(found, `${at.key.name} enters a form`).toBe(expected === 'form-used' ? expected : 'ok')
  if (expected === 'new' && told.id) {
    expect(told.state).toBe('entered')
    expect(windows.entries.map(({ id }) => id)).not.toContain(told.id)
    windows.entries.push({ ...of, id: told.id, by: at.key, state: 'entered', reason: null })
  }
  if (typeof expected === 'object') expect(told).toEqual({ id: expected.id, state: expected.state })
  await seesForms(household, at)
}

/** One of the staff confirms a form. Keys may be blocked, and the form given back, just before the signature counts. */
export async function confirms(
  household: Household,
  nth: number,
  form: number,
  between: Between,
): Promise<void> {
  const entry = entryAt(household, form)
  if (!entry) return
  const at = await staff(household, nth)
  const before = household.windows.whyNot(at.key, entry)
  const signed: { body?: object } = {}
  const found = await codeOfCall(
    at.clerk.confirmation(entry.id).then((body) => {
      signed.body = body
    }),
  )
  expect(found, `${at.key.name} previews a form of ${entry.by.name}`).toBe(before ?? 'ok')
  if (!signed.body) return
  await happens(household, between, at, entry)
  const after = at.key.blocked ? 'not-signed-in' : household.windows.whyNot(at.key, entry)
  const answer = await at.clerk.send(`/entries/${entry.id}/confirm`, signed.body)
  const told: { receipt?: { number: string; jws: string } } = {}
  const came = await codeOfCall(
    orRefused<object>('confirm', answer).then((body) => Object.assign(told, body)),
  )
  expect(came, `${at.key.name} confirms a form of ${entry.by.name}`).toBe(after ?? 'ok')
  if (told.receipt) recorded(household, entry, told.receipt)
  await seesForms(household, at)
}

async function happens(household: Household, between: Between, at: AtDesk, entry: Entry): Promise<void> {
  if (between === 'enterer is blocked') await blocks(household, entry.by)
  if (between === 'own key is blocked') await blocks(household, at.key)
  if (between === 'form is given back') await returned(household, at, entry, 'taken-back')
}

function recorded(
  { decisions, now }: Household,
  entry: Entry,
  receipt: { number: string; jws: string },
): void {
  const { id, about, scope } = entry
  entry.state = 'recorded'
  const channel = `desk:${entry.by.desk}`
  expect(decodeJwt(receipt.jws)).toMatchObject({ choice: 'stop', scope, channel, form: entry.form })
  const made = { id, receipt: receipt.number, about, by: 'desk', acting: null, choice: 'stop' } as const
  decisions.record({ ...made, scope, at: now(), place: true })
}

async function returned(household: Household, at: AtDesk, entry: Entry, reason: ReturnReason): Promise<void> {
  const expected = household.windows.giveBack(at.key, entry, reason)
  const answer = await at.clerk.giveBack(entry.id, reason)
  expect(await codeOfCall(orRefused('return', answer)), 'a form is given back').toBe(expected ?? 'ok')
}

export async function givesBack(
  household: Household,
  nth: number,
  form: number,
  reason: ReturnReason,
): Promise<void> {
  const entry = entryAt(household, form)
  if (!entry) return
  const at = await staff(household, nth)
  await returned(household, at, entry, reason)
  await seesForms(household, at)
}

/** The operator blocks a key for ever. */
async function blocks({ world, clerks }: Household, key: Key): Promise<void> {
  if (key.blocked || clerks.get(key.name)?.key !== key) return
  expect(await world.deps.deskInvitations.block({ desk: key.desk, name: key.name })).toBe('blocked')
  key.blocked = true
}

export async function loses(household: Household, nth: number): Promise<void> {
  const { name } = STAFF[nth % STAFF.length] ?? STAFF[0]
  const known = household.clerks.get(name)
  if (known) await blocks(household, known.key)
}
