import { describe, expect } from 'vitest'
import type { DatabasesAnswer, DecisionAnswer, DecisionsAnswer } from '../../api/contract/patient.ts'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import type { Resident } from '../../mocks/residents.ts'
import { CATALOGUE } from '../support/catalogue.ts'
import { MINUTE } from '../support/clock.ts'
import { openClerk, signedForm } from '../support/desk.ts'
import { securityKey } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { FAMILY, numbersOf, ordinary, toNumbers } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const { mother, father, child, sibling, daughter, grandmother, hidden } = FAMILY
const REGISTRY = { database: 'demo-registry' }
/** Places in the portal's list for the mother. */
const OF_MOTHER = { child: 0, sibling: 1, grandmother: 2, hidden: 3 }

const link = async (world: World, ...residents: Resident[]) => {
  const lines = await world.holder('demo-registry').link('research', residents.map(numbersOf))
  return lines.map((line) => ('token' in line ? line.token : expect.fail('not linked')))
}

async function enrolled(world: World, resident: Resident): Promise<Patient> {
  const patient = world.patient()
  await patient.enrol(resident.id)
  return patient
}

const stateIn = ({ databases }: DatabasesAnswer) =>
  databases.find(({ id }) => id === 'demo-registry')?.linkages[0]?.state

const subjectFor = async (world: World, resident: Resident) => {
  const { deps } = world
  const named = await deps.identification.person([numbersOf(resident)])
  return subjectOf(deps.keys.subject, named?.ids[0]?.id ?? expect.fail('not known'))
}

describe('whom somebody may act for', () => {
  test('is what the portal says, without who decides alone and who is hidden from them', async ({
    world,
  }) => {
    const mothers = await enrolled(world, mother)
    const entry = { id: expect.stringMatching(/^[\w-]{43}$/) }
    expect((await mothers.people()).people).toEqual([
      { ...entry, relation: 'child', until: '2037-03-31' },
      { ...entry, relation: 'child', until: '2039-05-31' },
      { ...entry, relation: 'ward', until: null },
      { ...entry, relation: 'child', until: '2036-02-01' },
    ])
    expect(await mothers.session()).toMatchObject({ represents: 4 })
    const fathers = await enrolled(world, father)
    expect((await fathers.people()).people).toHaveLength(2)
  })

  test('are numbered where there are several of a relation', async ({ world }) => {
    const mothers = await enrolled(world, mother)
    const numbers = []
    for (const at of [0, 1, 2, 3]) numbers.push((await mothers.actFor(at)).for?.nth)
    expect(numbers).toEqual([1, 2, undefined, 3])
    expect((await mothers.session()).for?.nth).toBe(3)
  })

  test('shows no name of a place of anybody while whoever acts is in safe mode', async ({ world }) => {
    await link(world, child)
    const mothers = await enrolled(world, mother)
    await mothers.call('PUT', '/api/session/safe', { on: true })
    await mothers.actFor(OF_MOTHER.child)
    expect(await mothers.session()).toMatchObject({ safe: 'chosen' })
    const paths = ['databases', 'usage', 'record', 'record.ndjson']
    const answers = await Promise.all(
      paths.map(async (path) => (await mothers.browser.send('GET', `/api/${path}`)).text()),
    )
    const names = CATALOGUE.flatMap(({ name, holder }) => [name.ja, holder.ja])
    expect(names.filter((place) => answers.join().includes(place))).toEqual([])
  })

  test('is nobody for most people', async ({ world }) => {
    const patient = await enrolled(world, ordinary(0))
    expect((await patient.people()).people).toEqual([])
    expect(await patient.session()).not.toHaveProperty('represents')
  })

  test('is known for ten minutes after proofing, to somebody who has signed in', async ({ world }) => {
    const anonymous = world.patient()
    await anonymous.prove(mother.id)
    await expectRefused(world, 'not-signed-in', () => anonymous.browser.send('GET', '/api/people'))
    const patient = await enrolled(world, mother)
    const [first] = (await patient.people()).people
    world.clock.advance(9 * MINUTE)
    await patient.session()
    await patient.people()
    world.clock.advance(MINUTE + 1000)
    await expectRefused(world, 'proofing-required', () => patient.browser.send('GET', '/api/people'))
    await expectRefused(world, 'proofing-required', () =>
      patient.browser.send('POST', '/api/session/acting', { json: { person: first?.id } }),
    )
    expect(await patient.session()).not.toHaveProperty('represents')
  })

  test('is kept nowhere, and neither is the day on which it ends', async ({ world }) => {
    const patient = await enrolled(world, mother)
    await patient.people()
    await patient.actFor(OF_MOTHER.child)
    const stored = JSON.stringify(await world.check())
    for (const { coverages } of [child, sibling, grandmother, hidden])
      for (const { number, insurer_number } of coverages)
        for (const secret of [number, insurer_number]) expect(stored).not.toContain(secret)
    for (const secret of ['2037-03-31', '2019-04-01', String(Date.parse('2037-04-01T00:00:00+09:00'))])
      expect(stored).not.toContain(secret)
  })
})

describe('acting for somebody', () => {
  test('shows their coverage and their linkages, and nothing of one’s own', async ({ world }) => {
    await link(world, child, mother)
    const patient = world.patient()
    const proofing = await patient.prove(mother.id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await patient.decide('stop', REGISTRY)
    const session = await patient.actFor(OF_MOTHER.child)
    expect(session.for).toMatchObject({ relation: 'child', not_disclosed: false })
    expect(Date.parse(session.for?.until ?? '') - world.clock.now().getTime()).toBeLessThanOrEqual(
      10 * MINUTE,
    )
    const [coverage] = child.coverages
    expect(await patient.coverage(proofing)).toMatchObject({
      ...(coverage && toNumbers(coverage)),
      for: { relation: 'child' },
    })
    const seen = await patient.databases()
    expect([stateIn(seen), seen.for]).toEqual(['usable', { relation: 'child', person: session.for?.person }])
    expect((await patient.decisions()).decisions).toEqual([])
    await patient.act('self')
    const own = await patient.databases()
    expect([stateIn(own), own.for]).toEqual(['stopped', undefined])
    expect((await patient.decisions()).decisions).toHaveLength(1)
    expect(await patient.coverage(proofing)).not.toHaveProperty('for')
  })

  test('decides about their records alone, and says so in what is signed, the receipt and the history', async ({
    world,
  }) => {
    await link(world, child, mother, sibling)
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const preview = await patient.decisionOptions('stop', REGISTRY)
    expect(preview).toMatchObject({ decision: { for: 'child' }, for: { relation: 'child' } })
    const made = await patient.decide('stop', REGISTRY)
    expect(made).toMatchObject({ decision: { for: 'child' }, for: { relation: 'child' } })
    const [, payload = ''] = made.receipt.jws.split('.')
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ acting: 'child' })
    expect(stateIn(await patient.databases())).toBe('stopped')
    const stored = await world.check()
    const [row] = stored.decision
    expect(stored.decision).toHaveLength(1)
    expect(row).toMatchObject({ subject: await subjectFor(world, child), acting: 'child' })
    expect(JSON.parse(row?.evidence ?? '')).toMatchObject({ acting: 'child', decision: { for: 'child' } })
    const { entries } = await patient.call<{ entries: object[] }>('GET', '/api/record')
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'decided', by: 'representative', relation: 'child' }),
    )
    for (const kind of ['signed-in', 'passkey-added', 'asked'])
      expect(entries).not.toContainEqual(expect.objectContaining({ kind }))
    await patient.actFor(OF_MOTHER.sibling)
    expect(stateIn(await patient.databases())).toBe('usable')
    await patient.act('self')
    expect(stateIn(await patient.databases())).toBe('usable')
  })

  test('works at a kiosk', async ({ world }) => {
    await link(world, grandmother)
    const patient = world.patient({ device: 'shared', authenticator: securityKey(world.origin) })
    await patient.enrol(mother.id)
    await patient.actFor(OF_MOTHER.grandmother)
    expect((await patient.decide('stop', { all: true })).decision.for).toBe('ward')
    expect(stateIn(await patient.databases())).toBe('stopped')
  })

  test('is refused with a name that the portal gave somebody else, or nobody', async ({ world }) => {
    const patient = await enrolled(world, mother)
    const { people } = await (await enrolled(world, father)).people()
    const grownUp = daughter.id
    for (const person of [people[0]?.id, 'child', grownUp])
      await expectRefused(world, 'not-represented', () =>
        patient.browser.send('POST', '/api/session/acting', { json: { person } }),
      )
    expect(await patient.session()).not.toHaveProperty('for')
  })

  test('is refused where the numbers of a child lead to oneself', async ({ world }) => {
    const patient = await enrolled(world, mother)
    const { people } = await patient.people()
    const own = mother.coverages[0]
    await world.surroundings.changeJob(child.id, {
      ...(own && toNumbers(own)),
      qualified_on: '2026-11-01',
    } as never)
    await expectRefused(world, 'not-represented', () =>
      patient.browser.send('POST', '/api/session/acting', { json: { person: people[0]?.id } }),
    )
  })

  test('is not possible while the portal is away, and then it is', async ({ world }) => {
    const patient = await enrolled(world, mother)
    const { people } = await patient.people()
    const begin = () =>
      patient.browser.send('POST', '/api/session/acting', { json: { person: people[0]?.id } })
    await world.surroundings.portal('down')
    await expectRefused(world, 'portal-unavailable', begin)
    await world.surroundings.portal('normal')
    expect((await begin()).status).toBe(200)
  })
})

describe('acting ends', () => {
  test('with the proofing, and the session is nobody’s until one is oneself again', async ({ world }) => {
    await link(world, child, mother)
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const signed = await patient.signed('stop', REGISTRY)
    world.clock.advance(9 * MINUTE)
    await patient.session()
    const late = await patient.signed('stop', REGISTRY)
    world.clock.advance(MINUTE + 1000)
    for (const path of ['/api/databases', '/api/decisions', '/api/usage', '/api/record'])
      await expectRefused(world, 'proofing-required', () => patient.browser.send('GET', path))
    await expectRefused(world, 'proofing-required', () => patient.sendDecision(late, 'late-decision'))
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(signed, 'first-decision'))
    await expectRefused(world, 'acting', () => patient.browser.send('GET', '/api/passkeys'))
    expect(await patient.session()).toMatchObject({ for: { relation: 'child' } })
    await patient.act('self')
    expect(stateIn(await patient.databases())).toBe('usable')
    expect((await world.check()).decision).toEqual([])
  })

  test('with the last day, also between preview and decision', async ({ world }) => {
    const evening = Date.parse('2026-12-02T23:55:00+09:00')
    world.clock.advance(evening - world.clock.now().getTime())
    await world.surroundings.represent({ resident: child.id, by: mother.id, until: '2026-12-02' })
    const patient = await enrolled(world, mother)
    const { for: whom } = await patient.actFor(OF_MOTHER.child)
    expect(whom?.until).toBe('2026-12-02T15:00:00.000Z')
    world.clock.advance(4 * MINUTE)
    const signed = await patient.signed('stop', { all: true })
    world.clock.advance(MINUTE)
    await expectRefused(world, 'not-represented', () => patient.sendDecision(signed, 'a-decision'))
    expect((await patient.people().catch(() => ({ people: [] }))).people).toHaveLength(3)
  })

  test('when the portal takes it back: no decision is made after that', async ({ world }) => {
    await link(world, child)
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const signed = await patient.signed('stop', REGISTRY)
    await world.surroundings.represent({ resident: child.id, by: mother.id, withdrawn: true })
    await expectRefused(world, 'not-represented', () => patient.sendDecision(signed, 'a-decision'))
    expect((await world.check()).decision).toEqual([])
    await expectRefused(world, 'proofing-required', () => patient.browser.send('GET', '/api/databases'))
  })

  test.for(['withdrawn', 'hidden'] as const)(
    'when the portal no longer names them (%s): from its next word on nothing of them is shown',
    async (how, { world }) => {
      await link(world, child)
      const patient = await enrolled(world, mother)
      await patient.actFor(OF_MOTHER.child)
      const { people } = await patient.people()
      expect(stateIn(await patient.databases())).toBe('usable')
      if (how === 'hidden') await world.surroundings.disclose(child.id, false)
      else await world.surroundings.represent({ resident: child.id, by: mother.id, withdrawn: true })
      expect((await patient.people()).people).toEqual(people.toSpliced(OF_MOTHER.child, 1))
      for (const path of ['/databases', '/record', '/usage', '/decisions'])
        await expectRefused(world, 'proofing-required', () => patient.browser.send('GET', `/api${path}`))
      await patient.act('self')
      expect((await patient.databases()).for).toBeUndefined()
    },
  )

  test('when the portal cannot be asked, the same signed decision may follow later', async ({ world }) => {
    await link(world, child)
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const signed = await patient.signed('stop', REGISTRY)
    await world.surroundings.portal('down')
    expect((await patient.sendDecision(signed, 'a-decision')).status).toBe(503)
    expect((await world.check()).decision).toEqual([])
    await world.surroundings.portal('normal')
    expect((await patient.sendDecision(signed, 'a-decision')).status).toBe(201)
    expect(stateIn(await patient.databases())).toBe('stopped')
  })

  test('and a decision that was recorded is told once more afterwards', async ({ world }) => {
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const signed = await patient.signed('stop', { all: true })
    const made = await patient.sendDecision(signed, 'a-decision')
    const { decision, receipt } = (await made.json()) as DecisionAnswer
    await patient.act('self')
    const again = await patient.sendDecision(signed, 'a-decision')
    expect([again.status, await again.json()]).toEqual([
      201,
      { decision, receipt, for: { relation: 'child' } },
    ])
    expect((await world.check()).decision).toHaveLength(1)
  })
})

describe('a preview', () => {
  test('for one person is never recorded for another', async ({ world }) => {
    await link(world, child, mother, sibling)
    const patient = await enrolled(world, mother)
    const own = await patient.signed('stop', REGISTRY)
    await patient.actFor(OF_MOTHER.child)
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(own, 'own-decision'))
    const childs = await patient.signed('stop', REGISTRY)
    await patient.actFor(OF_MOTHER.sibling)
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(childs, 'of-the-child'))
    await patient.act('self')
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(childs, 'of-the-child-again'))
    expect((await world.check()).decision).toEqual([])
  })

  test('cannot lose for whom it is', async ({ world }) => {
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    const signed = await patient.signed('stop', { all: true })
    const { for: _, ...decision } = signed.decision
    await expectRefused(world, 'decision-mismatch', () =>
      patient.sendDecision({ ...signed, decision }, 'without-for'),
    )
    await patient.act('self')
    const own = await patient.signed('stop', { all: true })
    await expectRefused(world, 'decision-mismatch', () =>
      patient.sendDecision({ ...own, decision: { ...own.decision, for: 'child' } }, 'with-for'),
    )
  })

  test('takes the words of a representative, and no others', async ({ world }) => {
    const patient = await enrolled(world, mother)
    const { decision: own } = await patient.decisionOptions('stop', { all: true })
    await patient.actFor(OF_MOTHER.child)
    const { decision } = await patient.decisionOptions('stop', { all: true })
    const send = ({ choice, scope, locale }: typeof own, text: string) =>
      patient.browser.send('POST', '/api/decisions/options', {
        json: { decision: { choice, scope, locale, text } },
      })
    await expectRefused(world, 'unknown-text', () => send(own, own.text))
    await patient.act('self')
    await expectRefused(world, 'unknown-text', () => send(own, decision.text))
  })
})

describe('somebody under protection', () => {
  test('has a representative who sees no place', async ({ world }) => {
    await link(world, hidden)
    const patient = world.patient()
    const proofing = await patient.prove(mother.id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    const session = await patient.actFor(OF_MOTHER.hidden)
    expect(session.for).toMatchObject({ not_disclosed: true })
    expect(await patient.coverage(proofing)).toMatchObject({
      insurer_number: null,
      symbol: null,
      number: null,
      history: [],
      not_disclosed: true,
    })
    const { decision } = await patient.decide('stop', { all: true })
    expect(stateIn(await patient.databases())).toBe('stopped')
    expect((await patient.browser.send('GET', `/api/decisions/${decision.id}/receipt`)).status).toBe(200)
  })

  test('has a representative whom no receipt tells the desk, as has every child', async ({ world }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const patient = await enrolled(world, mother)
    for (const [person, at] of [
      [hidden, OF_MOTHER.hidden],
      [child, OF_MOTHER.child],
    ] as const) {
      await other.confirm((await one.enter(await signedForm(world, person.id))).id)
      await patient.actFor(at)
      const { decisions } = await patient.call<DecisionsAnswer>('GET', '/api/decisions')
      expect(decisions).toMatchObject([{ channel: 'desk' }])
      await expectRefused(world, 'acting', () =>
        patient.browser.send('GET', `/api/decisions/${decisions[0]?.id}/receipt`),
      )
    }
  })
})

describe('a new secret', () => {
  test('begins with acting and with its end: whoever knew the old one is nobody', async ({ world }) => {
    const patient = await enrolled(world, mother)
    const { people } = await patient.people()
    for (const person of [people[0]?.id ?? '', 'self']) {
      const before = patient.browser.cookies.get('session')
      await patient.act(person)
      const { browser: thief } = world.patient()
      if (!before || before.value === patient.browser.cookies.get('session')?.value)
        expect.fail('the secret is the same')
      thief.cookies.set('session', before)
      expect((await thief.send('GET', '/api/session')).status).toBe(401)
    }
  })

  test('and a sign-in beside it are of oneself alone', async ({ world }) => {
    const patient = await enrolled(world, mother)
    await patient.actFor(OF_MOTHER.child)
    await expectRefused(world, 'acting', () =>
      patient.browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } }),
    )
    await patient.browser.send('DELETE', '/api/session')
    expect(await patient.signIn()).not.toHaveProperty('for')
  })
})
