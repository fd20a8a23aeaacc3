import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { Decision, DecisionBody } from '../../api/contract/patient.ts'
import type { Problem } from '../../api/contract/problems.ts'
import type { Flaw } from '../../mocks/person/authenticator.ts'
import { createPatient, type Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { shownIntent } from '../support/shown-text.ts'
import { test } from '../support/world-test.ts'

const send = (patient: Patient, body: DecisionBody) => () => patient.sendDecision(body, randomUUID())

const FLAWS: [title: string, flaw: Flaw][] = [
  ['step 12: of another origin', { origin: 'https://erabu.example' }],
  ['step 15: for another relying party', { rpId: 'evil.example' }],
  ['step 17: without user verification', { userVerified: false }],
  ['step 16: without user presence', { userPresent: false }],
  ['step 21: with a bad signature', { badSignature: true }],
  ['step 6: with the user handle of nobody', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['step 13: made in a foreign frame', { crossOrigin: true }],
  ['step 10: of a registration', { type: 'webauthn.create' }],
  ['step 19: with the backup eligibility gone', { backupEligible: false }],
  ['step 2: whose id and rawId differ', { rawId: 'AAAA' }],
]

describe('a decision is refused when its assertion is (steps of WebAuthn L3 §7.2)', () => {
  test.for(FLAWS)('%s', async ([, flaw], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, options } = await patient.decisionOptions('stop', { all: true })
    const body = { decision, response: patient.authenticator.get(options, flaw) }
    await expectRefused(world, 'passkey-rejected', send(patient, body))
  })

  test('that of a sign-in', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision } = await patient.decisionOptions('stop', { all: true })
    const body = { decision, response: patient.authenticator.get(await patient.sessionOptions()) }
    await expectRefused(world, 'challenge-expired', send(patient, body))
  })

  test('for a challenge that was never given out', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, options } = await patient.decisionOptions('stop', { all: true })
    const challenge = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const body = { decision, response: patient.authenticator.get(options, { challenge }) }
    await expectRefused(world, 'challenge-expired', send(patient, body))
  })

  test('older than 120 seconds', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const body = await patient.signed('stop', { all: true })
    world.clock.advance(120_001)
    await expectRefused(world, 'challenge-expired', send(patient, body))
  })

  test('used before, under another key', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const body = await patient.signed('stop', { all: true })
    expect((await patient.sendDecision(body, randomUUID())).status).toBe(201)
    await expectRefused(world, 'challenge-expired', send(patient, body))
  })

  test('already refused: a challenge is valid for one attempt', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, options } = await patient.decisionOptions('stop', { all: true })
    const bad = { decision, response: patient.authenticator.get(options, { badSignature: true }) }
    await expectRefused(world, 'passkey-rejected', send(patient, bad))
    const good = { decision, response: patient.authenticator.get(options) }
    await expectRefused(world, 'challenge-expired', send(patient, good))
  })

  test('made by the passkey of somebody else', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const { decision, options } = await one.decisionOptions('stop', { all: true })
    const { allowCredentials: _, ...open } = options
    const body = { decision, response: two.authenticator.get(open) }
    await expectRefused(world, 'passkey-rejected', send(one, body))
  })

  test('sent from the session of somebody else', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const body = await one.signed('stop', { all: true })
    await expectRefused(world, 'challenge-expired', send(two, body))
  })

  test('sent from another session of the same person', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const elsewhere = createPatient({ origin: world.origin, authenticator: patient.authenticator })
    await elsewhere.signIn()
    const body = await patient.signed('stop', { all: true })
    await expectRefused(world, 'challenge-expired', send(elsewhere, body))
  })
})

describe('a decision is refused when it is not the one that was previewed', () => {
  const TAMPERED: [what: string, change: Partial<Decision>][] = [
    ['choice', { choice: 'allow' }],
    ['scope', { scope: { database: 'demo-biobank' } }],
    ['words', { text: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['language', { locale: 'en' }],
    ['id', { id: '00000000-0000-4000-8000-000000000000' }],
  ]
  test.for(TAMPERED)('another %s', async ([, change], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, response } = await patient.signed('stop', { all: true })
    await expectRefused(
      world,
      'decision-mismatch',
      send(patient, { decision: { ...decision, ...change }, response }),
    )
  })

  test('the one of an earlier preview', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision } = await patient.decisionOptions('allow', { all: true })
    const { response } = await patient.signed('stop', { all: true })
    await expectRefused(world, 'decision-mismatch', send(patient, { decision, response }))
  })
})

describe('a scope is refused', () => {
  test('that names no database of the catalogue', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await expectRefused(world, 'unknown-database', () => preview(patient, { database: 'nobody' }), ['nobody'])
  })

  test.for([
    ['that the law lets nobody stop', { database: 'demo-statutory' }],
    ['whose holder does not read our feed', { database: 'midnet' }],
    ['that is not for this purpose', { database: 'demo-registry', purpose: 'industry' }],
    ['whose purpose no database has that can be stopped', { purpose: 'policy' }],
  ] as const)('%s', async ([, scope], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await expectRefused(world, 'not-stoppable', () => preview(patient, scope))
  })

  test.for([
    ['empty', {}],
    ['all: false', { all: false }],
    ['all and a database', { all: true, database: 'demo-biobank' }],
    ['an unknown purpose', { database: 'demo-biobank', purpose: 'marketing' }],
    ['an unknown purpose everywhere', { purpose: 'marketing' }],
    ['everything for a purpose', { all: true, purpose: 'research' }],
    [
      'several databases for a purpose',
      { databases: ['demo-biobank', 'demo-registry'], purpose: 'research' },
    ],
    ['one database and several', { database: 'demo-biobank', databases: ['demo-biobank', 'demo-registry'] }],
    ['everything and several', { all: true, databases: ['demo-biobank', 'demo-registry'] }],
    ['no databases', { databases: [] }],
    ['a list of one database', { databases: ['demo-biobank'] }],
    ['a list that is not sorted', { databases: ['demo-registry', 'demo-biobank'] }],
    ['a database twice', { databases: ['demo-biobank', 'demo-biobank', 'demo-registry'] }],
    ['51 databases', { databases: Array.from({ length: 51 }, (_, i) => `d-${100 + i}`) }],
    ['a text of databases', { databases: 'demo-biobank,demo-registry' }],
    ['databases by number', { databases: { 0: 'demo-biobank', 1: 'demo-registry', length: 2 } }],
    ['a list with a null', { databases: ['demo-biobank', null] }],
    ['a list with an empty id', { databases: ['', 'demo-biobank'] }],
    ['a list with an id that holds a comma', { databases: ['demo-biobank,demo-jisedai', 'demo-registry'] }],
    ['a list of lists', { databases: [['demo-biobank', 'demo-registry'], ['x']] }],
    ['an unknown member', { purpose: 'research', since: '2026-01-01' }],
    ['a purpose and no database', { database: null, purpose: 'research' }],
    ['the sign of several databases', { database: '*' }],
    ['a database id with a path', { database: '../demo-biobank' }],
  ] as const)('that is %s', async ([, scope], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await expectRefused(world, 'invalid-request', () => preview(patient, scope))
  })

  test('where one of several databases is unknown, or cannot be stopped; its place is named', async ({
    world,
  }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const issuesOf = async (databases: string[]) => {
      const answer = await preview(patient, { databases })
      return ((await answer.json()) as Problem).issues
    }
    const unknown = ['demo-biobank', 'nobody', 'nothing']
    await expectRefused(world, 'unknown-database', () => preview(patient, { databases: unknown }), ['nobody'])
    const message = 'must be a database of the catalogue'
    expect(await issuesOf(unknown)).toEqual([
      { path: 'decision.scope.databases.1', message },
      { path: 'decision.scope.databases.2', message },
    ])
    for (const [closed, place] of [
      ['demo-statutory', 1],
      ['midnet', 1],
      ['cancer-registry', 0],
    ] as const) {
      const databases = ['demo-biobank', closed].sort()
      await expectRefused(world, 'not-stoppable', () => preview(patient, { databases }))
      expect(await issuesOf(databases)).toEqual([
        { path: `decision.scope.databases.${place}`, message: `${closed} cannot be stopped here` },
      ])
    }
  })

  const preview = (patient: Patient, scope: object) =>
    patient.browser.send('POST', '/api/decisions/options', {
      json: { decision: { choice: 'stop', scope, text: 'A'.repeat(43), locale: 'ja' } },
    })
})

describe('a decision needs', () => {
  test.for([[null], ['short'], ['with space in it'], ['x'.repeat(129)]])(
    'a valid key, not %s',
    async ([key], { world }) => {
      const patient = world.patient()
      await patient.enrol(ordinary(0).id)
      const json = await patient.signed('stop', { all: true })
      await expectRefused(world, 'idempotency-key-required', () =>
        patient.browser.send('POST', '/api/decisions', { json, headers: { 'Idempotency-Key': key ?? null } }),
      )
    },
  )

  test('a signed-in person', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const body = await patient.signed('stop', { all: true })
    await patient.browser.send('DELETE', '/api/session')
    await expectRefused(world, 'not-signed-in', send(patient, body))
  })

  test('a passkey: a person who is only proofed cannot even preview', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    await expectRefused(world, 'not-signed-in', () =>
      patient.browser.send('POST', '/api/decisions/options', {
        json: { decision: shownIntent('stop', { all: true }) },
      }),
    )
  })
})

describe('a receipt is refused', () => {
  test('to everybody except the person who decided, as if it did not exist', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const { decision } = await one.decide('stop', { all: true })
    const path = `/api/decisions/${decision.id}/receipt`
    await expectRefused(world, 'not-found', () => two.browser.send('GET', path))
    await expectRefused(world, 'not-signed-in', () => world.patient().browser.send('GET', path))
    await expectRefused(world, 'not-found', () =>
      one.browser.send('GET', `/api/decisions/${randomUUID()}/receipt`),
    )
  })
})
