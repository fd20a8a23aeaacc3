import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { kyotsuOf } from '../../mocks/issuer/app.ts'
import { createClerk, invite, openClerk, printedForm, readAtWindow, signedForm } from '../support/desk.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { bitOf } from '../support/pooled.ts'
import { problemFaults } from '../support/problem.ts'
import { linkOne } from '../support/sealed.ts'
import { test } from '../support/world-test.ts'

const PERSON = ordinary(0)

describe('the staff of a desk', () => {
  test('register a key by an invitation, once, and sign in with it', async ({ world }) => {
    const clerk = createClerk(world)
    const secret = await invite(world, '佐藤')
    expect((await clerk.register(secret)).status).toBe(204)
    expect(await clerk.signIn()).toMatchObject({
      staff: { name: '佐藤' },
      desk: { id: 'city-hall', name: '試験市役所' },
    })
    const again = await clerk.send('/keys/options', { invite: secret })
    expect(await problemFaults(again, 'not-found')).toEqual([])
  })

  test('have no session of a patient, and a patient none of a desk', async ({ world }) => {
    const clerk = await openClerk(world, '佐藤')
    expect([...clerk.browser.cookies.keys()]).toEqual(['desk'])
    expect(await problemFaults(await clerk.browser.send('GET', '/api/session'), 'not-signed-in')).toEqual([])
    const patient = world.patient()
    await patient.enrol(PERSON.id)
    const entries = await patient.browser.send('GET', '/api/desk/entries')
    expect(await problemFaults(entries, 'not-signed-in')).toEqual([])
  })

  test('are signed out by themselves, and by the time', async ({ world }) => {
    const clerk = await openClerk(world, '佐藤')
    world.clock.advance(4 * 60_000)
    await clerk.session()
    world.clock.advance(4 * 60_000)
    await clerk.session()
    world.clock.advance(6 * 60_000)
    await expect(clerk.session()).rejects.toThrow('not-signed-in')
    await clerk.signIn()
    expect((await clerk.browser.send('DELETE', '/api/desk/session')).status).toBe(204)
    await expect(clerk.session()).rejects.toThrow('not-signed-in')
  })
})

describe('a form', () => {
  test('counts once two of the staff have signed it, and then stops what it is about', async ({ world }) => {
    const [linked] = await world.holder('demo-registry').link('research', [numbersOf(PERSON)])
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const { id, state } = await one.enter(await signedForm(world, PERSON.id))
    expect(state).toBe('entered')
    const tokenOf = async () =>
      (await world.check()).token.find(({ token }) => linked && 'token' in linked && token === linked.token)
    expect((await tokenOf())?.state).toBe('usable')
    const ended = await other.confirm(id)
    expect(ended.state).toBe('recorded')
    expect((await tokenOf())?.state).toBe('revoked')
    expect(await other.entries()).toEqual([])
  })

  test('finds people by the new identifier where only that one is in use', async ({ world }) => {
    await world.restart(undefined, { ERABU_SCHEMES: 'kyotsu' })
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const byId5 = await one.send('/entries/options', await signedForm(world, PERSON.id))
    expect(await problemFaults(byId5, 'subject-rejected')).toEqual([])
    // The number of the second is a household's, which gives no ID5.
    for (const { id: resident } of [PERSON, PEOPLE.withoutBranch]) {
      const subject = { scheme: 'kyotsu', kyotsu: kyotsuOf(resident), id5: null }
      const row = await linkOne(world, 'demo-registry', subject)
      await world.tick()
      expect(await bitOf(world, row)).toBe(0)
      const { id } = await one.enter(await signedForm(world, resident, { at: '/issuer/window' }))
      await other.confirm(id)
      await world.tick()
      expect(await bitOf(world, row)).toBe(1)
    }
  })

  test('is evidence with the assertions of both over it, and its receipt commits to them', async ({
    world,
  }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const form = await signedForm(world, PERSON.id)
    const { id } = await one.enter(form)
    const { receipt } = await other.confirm(id)
    const { decision } = await world.check()
    const evidence = JSON.parse(decision[0]?.evidence ?? '{}')
    expect(evidence).toMatchObject({
      channel: 'desk:city-hall',
      form: form.form,
      version: 'ja-1',
      identity: 'card',
      assertions: [{ act: 'enter' }, { act: 'confirm' }],
    })
    const hash = (value: unknown) =>
      createHash('sha256')
        .update(canonicalize(value) ?? '')
        .digest('base64url')
    expect(decodeJwt(receipt.jws)).toMatchObject({
      jti: receipt.number,
      choice: 'stop',
      scope: { all: true },
      channel: 'desk:city-hall',
      form: form.form,
      assertion: hash(evidence),
      assertions: evidence.assertions.map(hash),
    })
    const { entry, nonce, options } = await one.enterOptions(await signedForm(world, ordinary(1).id))
    const challenge = createHash('sha256')
      .update(Buffer.from(nonce, 'base64url'))
      .update(canonicalize({ act: 'enter', entry }) ?? '')
      .digest('base64url')
    expect(options.challenge).toBe(challenge)
  })

  test('of somebody without an account holds for linkages that come later', async ({ world }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const { id } = await one.enter(await signedForm(world, PERSON.id))
    await other.confirm(id)
    world.clock.advance(1000)
    await world.tick()
    const [linked] = await world.holder('demo-registry').link('research', [numbersOf(PERSON)])
    expect(linked).toMatchObject({ state: 'revoked' })
  })

  test('is seen by its person as one of a desk, and can be changed by them', async ({ world }) => {
    await world.holder('demo-registry').link('research', [numbersOf(PERSON)])
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const { id } = await one.enter(await signedForm(world, PERSON.id))
    const { receipt } = await other.confirm(id)
    const patient = world.patient()
    await patient.enrol(PERSON.id)
    const { decisions } = await patient.decisions()
    expect(decisions).toMatchObject([{ id, choice: 'stop', channel: 'desk', receipt_number: receipt.number }])
    expect(await patient.receipt(id)).toBe(receipt.jws)
    const { entries } = await patient.call<{ entries: { kind: string; by: string; device?: string }[] }>(
      'GET',
      '/api/record',
    )
    const decided = entries.find(({ kind }) => kind === 'decided')
    expect(decided).toMatchObject({ by: 'desk' })
    expect(decided).not.toHaveProperty('device')
    await patient.decide('allow', { all: true })
    const { decisions: after } = await patient.decisions()
    expect(after.map(({ choice, channel }) => [choice, channel])).toEqual([
      ['allow', undefined],
      ['stop', 'desk'],
    ])
    const { token } = await world.check()
    expect(token.map(({ state }) => state).toSorted()).toEqual(['revoked', 'usable'])
  })

  test('can be about one purpose, some databases or one', async ({ world }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const scopes = [
      { purpose: 'research' as const },
      { databases: ['demo-biobank', 'demo-registry'] },
      { database: 'demo-biobank', purpose: 'industry' as const },
    ]
    for (const [n, scope] of scopes.entries()) {
      const { id } = await one.enter(await signedForm(world, ordinary(n).id, { scope }))
      const { receipt } = await other.confirm(id)
      expect(decodeJwt(receipt.jws)).toMatchObject({ scope })
    }
  })

  test('that is recorded is no second one by one wrong letter, or in another language', async ({ world }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const form = await signedForm(world, PERSON.id)
    await other.confirm((await one.enter(form)).id)
    const letter = form.form.endsWith('7') ? '9' : '7'
    for (const change of [{ form: form.form.slice(0, -1) + letter }, { version: 'en-1' }]) {
      const sealed = await readAtWindow(world, PERSON.id)
      const again = await one.send('/entries/options', { ...form, sealed, ...change })
      expect(await problemFaults(again, 'unknown-form')).toEqual([])
    }
  })

  test('is the same entry when it is entered again, and the same receipt when it is confirmed again', async ({
    world,
  }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const form = printedForm(world)
    const entered = await one.enter(await signedForm(world, PERSON.id, { form }))
    expect(await one.enter(await signedForm(world, PERSON.id, { form }))).toEqual(entered)
    expect(await other.enter(await signedForm(world, PERSON.id, { form }))).toEqual(entered)
    const confirmation = await other.confirmation(entered.id)
    const first = await other.send(`/entries/${entered.id}/confirm`, confirmation)
    const second = await other.send(`/entries/${entered.id}/confirm`, confirmation)
    expect([first.status, await first.json()]).toEqual([second.status, await second.json()])
    expect(await one.enter(await signedForm(world, PERSON.id, { form }))).toEqual({
      id: entered.id,
      state: 'recorded',
    })
    expect((await world.check()).decision).toHaveLength(1)
  })

  test('is given back with a reason, and entered again only where it was typed wrongly', async ({
    world,
  }) => {
    const one = await openClerk(world, '佐藤')
    const form = printedForm(world)
    const typed = await one.enter(
      await signedForm(world, PERSON.id, { form, scope: { purpose: 'research' } }),
    )
    expect(await (await one.giveBack(typed.id, 'entered-wrongly')).json()).toEqual({ state: 'returned' })
    const right = await one.enter(await signedForm(world, PERSON.id, { form }))
    expect(right.id).not.toBe(typed.id)
    expect((await one.giveBack(right.id, 'not-signed')).status).toBe(200)
    expect(await one.enter(await signedForm(world, PERSON.id, { form }))).toEqual({
      id: right.id,
      state: 'returned',
    })
    expect(await problemFaults(await one.giveBack(right.id, 'taken-back'), 'entry-ended')).toEqual([])
    const other = await openClerk(world, '鈴木')
    const late = await other.send(`/entries/${right.id}/options`, {})
    expect(await problemFaults(late, 'entry-ended')).toEqual([])
    expect((await world.check()).decision).toEqual([])
  })

  test('waits visibly when nobody ends it', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    await one.enter(await signedForm(world, PERSON.id))
    expect(await one.entries()).toMatchObject([{ entered_by: '佐藤', own: true, late: false }])
    world.clock.advance(15 * 24 * 3_600_000)
    await one.signIn()
    expect(await one.entries()).toMatchObject([{ late: true }])
  })
})

describe('places that take forms', () => {
  test('are public', async ({ world }) => {
    const answer = await fetch(`${world.origin}/api/desks`)
    expect(await answer.json()).toEqual({ desks: world.deps.desks.all() })
  })
})
