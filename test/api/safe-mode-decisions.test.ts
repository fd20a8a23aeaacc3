import { describe, expect } from 'vitest'
import type {
  Choice,
  DecisionAnswer,
  DecisionOptions,
  DecisionsAnswer,
  Intent,
  PublishedText,
  ReceiptPayload,
  Scope,
  SessionAnswer,
} from '../../api/contract/patient.ts'
import { textHash } from '../../api/domain/text.ts'
import { decisionWords } from '../../web/text/decision-words.ts'
import { catalogueText } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { CATALOGUE } from '../support/catalogue.ts'
import { MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { FAMILY, numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { shownIntent } from '../support/shown-text.ts'
import { wordsOf } from '../support/words.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const { mother, father, child } = FAMILY
/** The place of the child in what the portal says of each parent. */
const CHILD = 0

const REGISTRY = { database: 'demo-registry' } as const
const TWO = { databases: ['demo-biobank', 'demo-registry'] }
const ALL = { databases: ['demo-biobank', 'demo-jisedai', 'demo-registry'] }
const SCOPES: Scope[] = [REGISTRY, { ...REGISTRY, purpose: 'research' }, TWO, ALL]

const turn = (patient: Patient, on: boolean) =>
  patient.call<SessionAnswer>('PUT', '/api/session/safe', { on })
const link = (world: World, database: 'demo-registry' | 'demo-biobank', person = ordinary(0)) =>
  world.holder(database).link('research', [numbersOf(person)])

type Called = (id: string) => string

/** What the screens of this person call databases now. */
async function namesOn(patient: Patient, locale: Intent['locale'] = 'ja'): Promise<Called> {
  const { databases } = await patient.databases()
  const names = new Map(databases.map(({ id, name }) => [id, catalogueText(locale, name)]))
  return (id) => names.get(id) ?? id
}

const wordsShown = (
  decision: Parameters<typeof decisionWords>[1],
  locale: Intent['locale'],
  called: Called,
) => withoutRuby(decisionWords(wordsOf[locale].messages, decision, called))

/** The intent of a screen that calls databases so. */
const intent = (
  called: Called,
  { choice = 'stop', scope, locale = 'ja' }: { choice?: Choice; scope: Scope; locale?: Intent['locale'] },
  relation?: 'child',
): Intent => ({
  choice,
  scope,
  locale,
  text: textHash(wordsShown({ choice, scope, for: relation }, locale, called)),
})

const preview = (patient: Patient, decision: Intent) =>
  patient.browser.send('POST', '/api/decisions/options', { json: { decision } })

/** Decides with these words, up to the receipt. */
async function decide(patient: Patient, said: Intent) {
  const { decision, options } = (await (await preview(patient, said)).json()) as DecisionOptions
  const body = { decision, response: patient.authenticator.get(options) }
  const made = await patient.sendDecision(body, `key-${decision.id}`)
  expect(made.status).toBe(201)
  return (await made.json()) as DecisionAnswer
}

const payloadOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as ReceiptPayload

async function hidden(world: World, index = 0): Promise<Patient> {
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  await turn(patient, true)
  return patient
}

describe('in safe mode', () => {
  test.for(['ja', 'ja-easy', 'en'] as const)(
    'the words shown in %s are taken, for every scope that names databases',
    async (locale, { world }) => {
      await link(world, 'demo-registry')
      const patient = await hidden(world)
      const called = await namesOn(patient, locale)
      expect(called('demo-registry')).toMatch(/1/)
      for (const choice of ['stop', 'allow'] as const)
        for (const scope of SCOPES)
          expect((await preview(patient, intent(called, { choice, scope, locale }))).status).toBe(200)
    },
  )

  test('a stop of one database revokes its token alone, and its receipt carries the words that were read', async ({
    world,
  }) => {
    await link(world, 'demo-registry')
    await link(world, 'demo-biobank')
    const patient = await hidden(world)
    const said = intent(await namesOn(patient), { scope: REGISTRY })
    const { decision, receipt } = await decide(patient, said)
    expect(payloadOf(receipt.jws)).toMatchObject({ scope: REGISTRY, text: said.text })
    expect(decision).toMatchObject(said)
    const { token, linkage } = await world.check()
    const revoked = token.filter(({ state }) => state === 'revoked').map(({ linkage_id }) => linkage_id)
    expect(linkage.filter(({ id }) => revoked.includes(id))).toMatchObject([{ database_id: 'demo-registry' }])
  })

  test('words with a number that the database never had are refused, and so are words with a name and a number', async ({
    world,
  }) => {
    await link(world, 'demo-registry')
    const patient = await hidden(world)
    const called = await namesOn(patient)
    const number = (n: number) => called('demo-registry').replace('1', `${n}`)
    expect(number(1)).toBe(called('demo-registry'))
    for (const n of [0, 2, CATALOGUE.length + 1])
      await expectRefused(world, 'unknown-text', () =>
        preview(
          patient,
          intent(() => number(n), { scope: REGISTRY }),
        ),
      )
    const swapped = new Map([
      ['demo-registry', called('demo-biobank')],
      ['demo-biobank', called('demo-registry')],
    ])
    const half = (id: string) =>
      id === 'demo-registry' ? (CATALOGUE.find((one) => one.id === id)?.name.ja ?? '') : called(id)
    for (const wrong of [(id: string) => swapped.get(id) ?? id, half])
      await expectRefused(world, 'unknown-text', () => preview(patient, intent(wrong, { scope: TWO })))
  })

  test('words from before another database linked records are taken, because a decision may wait unsent', async ({
    world,
  }) => {
    const patient = await hidden(world)
    const seen: Called[] = [await namesOn(patient)]
    for (const database of ['demo-registry', 'demo-biobank'] as const) {
      await link(world, database)
      world.clock.advance(MINUTE)
      await decide(patient, shownIntent('stop', { all: true }))
      seen.push(await namesOn(patient))
    }
    expect(new Set(seen.map((called) => called('demo-registry') + called('demo-biobank'))).size).toBe(3)
    for (const called of seen)
      for (const scope of SCOPES) expect((await preview(patient, intent(called, { scope }))).status).toBe(200)
  })

  test('words with names are taken as well: they were shown before it began', async ({ world }) => {
    const patient = await hidden(world)
    for (const scope of SCOPES) expect((await preview(patient, shownIntent('stop', scope))).status).toBe(200)
  })

  test('words with numbers are still taken after it has ended', async ({ world }) => {
    const patient = await hidden(world)
    const called = await namesOn(patient)
    await patient.signIn()
    await turn(patient, false)
    expect((await preview(patient, intent(called, { scope: TWO }))).status).toBe(200)
  })

  test('the words that were signed can be found in public, by their numbers', async ({ world }) => {
    await link(world, 'demo-registry')
    const patient = await hidden(world)
    const called = await namesOn(patient)
    const listed = async (query: string) => {
      const answer = await fetch(`${world.origin}/api/texts?${query}`)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
      return ((await answer.json()) as { texts: PublishedText[] }).texts
    }
    const one = await listed('numbers=1')
    expect(one).toContainEqual({
      ...intent(called, { scope: REGISTRY }),
      words: wordsShown({ choice: 'stop', scope: REGISTRY }, 'ja', called),
    })
    expect(one.filter(({ scope }) => !('database' in scope))).toEqual([])
    const numbers = TWO.databases.map((id) => called(id).replaceAll(/\D/g, '')).join()
    expect(await listed(`databases=${TWO.databases.join()}&numbers=${numbers}`)).toContainEqual(
      expect.objectContaining(intent(called, { scope: TWO })),
    )
    expect(await listed('numbers=1&for=child')).toContainEqual(
      expect.objectContaining(intent(called, { scope: REGISTRY }, 'child')),
    )
    for (const wrong of ['numbers=0', 'numbers=', 'numbers=1,2', 'numbers=x', 'numbers=1000'])
      await expectRefused(world, 'invalid-request', () => fetch(`${world.origin}/api/texts?${wrong}`), [
        'nobody',
      ])
    for (const wrong of ['1', '1,1', '1,2,3'])
      await expectRefused(
        world,
        'invalid-request',
        () => fetch(`${world.origin}/api/texts?databases=${TWO.databases.join()}&numbers=${wrong}`),
        ['nobody'],
      )
  })

  test('no holder is told which words were signed', async ({ world }) => {
    const people = [ordinary(0), ordinary(1)]
    for (const person of people) await link(world, 'demo-registry', person)
    const safe = await hidden(world)
    const open = world.patient()
    await open.enrol(ordinary(1).id)
    const texts = [
      (await decide(safe, intent(await namesOn(safe), { scope: REGISTRY }))).decision.text,
      (await decide(open, shownIntent('stop', REGISTRY))).decision.text,
    ]
    await world.tick()
    const holder = world.holder('demo-registry')
    const told = JSON.stringify([
      await holder.poll({ returnImmediately: true }),
      await (await holder.send('GET', '/linkages?database=demo-registry')).text(),
      await holder.link('research', people.map(numbersOf)),
    ])
    const sets = told.match(/ey[\w-]+\.[\w-]+\.[\w-]+/g) ?? []
    expect(sets.length).toBeGreaterThan(1)
    const said = told + sets.map((set) => JSON.stringify(payloadOf(set))).join()
    for (const text of texts) expect(said).not.toContain(text)
  })
})

describe('acting for somebody', () => {
  async function enrolled(world: World, { id }: { id: string }) {
    const patient = world.patient()
    await patient.enrol(id)
    return patient
  }

  test('in safe mode, the words of a representative are taken with numbers', async ({ world }) => {
    await link(world, 'demo-registry', child)
    const patient = await enrolled(world, mother)
    await turn(patient, true)
    await patient.actFor(CHILD)
    const called = await namesOn(patient)
    const said = intent(called, { scope: REGISTRY }, 'child')
    await expectRefused(world, 'unknown-text', () => preview(patient, intent(called, { scope: REGISTRY })))
    const { decision } = await decide(patient, said)
    expect(decision).toMatchObject({ ...said, for: 'child' })
    const { decisions } = await patient.call<DecisionsAnswer>('GET', '/api/decisions')
    expect(decisions).toMatchObject([said])
    expect((await patient.browser.send('GET', `/api/decisions/${decision.id}/receipt`)).status).toBe(200)
  })

  test('nobody else who acts for that person learns that the names were hidden from whoever decided', async ({
    world,
  }) => {
    await link(world, 'demo-registry', child)
    const [hers, his] = [await enrolled(world, mother), await enrolled(world, father)]
    await turn(hers, true)
    await hers.actFor(CHILD)
    const said = intent(await namesOn(hers), { scope: REGISTRY }, 'child')
    const { decision } = await decide(hers, said)
    await his.actFor(CHILD)
    const { decisions } = await his.call<DecisionsAnswer>('GET', '/api/decisions')
    expect(decisions).toMatchObject([{ id: decision.id, scope: REGISTRY, for: 'child' }])
    const list = await (await his.browser.send('GET', '/api/decisions')).text()
    expect(list).not.toContain(said.text)
    await expectRefused(world, 'acting', () =>
      his.browser.send('GET', `/api/decisions/${decision.id}/receipt`),
    )
    const own = (await his.decide('stop', REGISTRY)).decision
    expect((await his.browser.send('GET', `/api/decisions/${own.id}/receipt`)).status).toBe(200)
    expect((await hers.browser.send('GET', `/api/decisions/${own.id}/receipt`)).status).toBe(200)
  })
})
