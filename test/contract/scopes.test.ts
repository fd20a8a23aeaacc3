import { createHash, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { encode } from 'uqr'
import { describe, expect } from 'vitest'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createBrowser } from '../../mocks/person/browser.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

type Json = Record<string, unknown>
type Problem = { type: string; status: number; issues?: { path: string; message: string }[] }
type Options = Parameters<ReturnType<typeof createAuthenticator>['get']>[0]

/** A person's program that knows only the written interface. */
async function signedIn(world: World) {
  const { origin } = world
  const browser = createBrowser(origin)
  const authenticator = createAuthenticator({ origin })
  const patient = world.patient({ authenticator })
  await patient.enrol(ordinary(0).id)
  const asked = await browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })
  const response = authenticator.get((await asked.json()) as Options)
  await browser.send('POST', '/api/sessions', { json: { response } })

  const preview = (decision: Json) => browser.send('POST', '/api/decisions/options', { json: { decision } })
  const refusal = async (decision: Json) => {
    const answer = await preview(decision)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const { type, issues } = (await answer.json()) as Problem
    return { status: answer.status, code: type.replace('urn:erabu:problem:', ''), issues }
  }
  return {
    preview,
    refusal,
    get: async (path: string) => (await browser.send('GET', path)).json(),
    /** Decides with the published words of the scope, and verifies the receipt with the published keys. */
    async decide(choice: string, scope: Json) {
      const query = Array.isArray(scope.databases) ? `?databases=${scope.databases.join(',')}` : ''
      const { texts } = (await (await fetch(`${origin}/api/texts${query}`)).json()) as { texts: Json[] }
      const shown = texts.find(
        (one) =>
          one.locale === 'en' && one.choice === choice && canonicalize(one.scope) === canonicalize(scope),
      )
      const intent = { choice, scope, locale: 'en', text: shown?.text }
      const answer = (await (await preview(intent)).json()) as {
        decision: Json
        nonce: string
        options: Options & { challenge: string }
      }
      expect(answer.decision).toEqual({ ...intent, id: answer.decision.id })
      const bytes = Buffer.concat([
        Buffer.from(answer.nonce, 'base64url'),
        Buffer.from(canonicalize(answer.decision) ?? ''),
      ])
      expect(answer.options.challenge).toBe(createHash('sha256').update(bytes).digest('base64url'))
      const sent = await browser.send('POST', '/api/decisions', {
        json: { decision: answer.decision, response: authenticator.get(answer.options) },
        headers: { 'Idempotency-Key': randomUUID() },
      })
      expect(sent.status).toBe(201)
      const { receipt } = (await sent.json()) as { receipt: { number: string; jws: string } }
      const keys = (await (await fetch(`${origin}/jwks.json`)).json()) as JSONWebKeySet
      const { payload } = await compactVerify(receipt.jws, createLocalJWKSet(keys))
      return { receipt, payload: JSON.parse(new TextDecoder().decode(payload)) as Json }
    },
  }
}

const decision = (scope: unknown, change: Json = {}) => ({
  choice: 'stop',
  scope,
  text: 'A'.repeat(43),
  locale: 'ja',
  ...change,
})
const ids = (count: number) => Array.from({ length: count }, (_, i) => `d-${100 + i}`)

describe('a client that knows the written interface', () => {
  test('stops one purpose everywhere, and two databases, each with one receipt', async ({ world }) => {
    for (const database of ['demo-biobank', 'demo-registry'] as const)
      await world.holder(database).link('research', [numbersOf(ordinary(0))])
    const person = await signedIn(world)
    for (const [scope, covered] of [
      [{ purpose: 'research' }, ['demo-biobank', 'demo-jisedai', 'demo-registry']],
      [{ purpose: 'industry' }, ['demo-biobank', 'demo-jisedai']],
      [{ databases: ['demo-biobank', 'demo-registry'] }, ['demo-biobank', 'demo-registry']],
    ] as const) {
      const { receipt, payload } = await person.decide('stop', scope)
      expect(payload).toMatchObject({ iss: world.origin, jti: receipt.number, choice: 'stop', scope })
      expect([...(payload.databases as string[])].sort()).toEqual(covered)
      expect(() => encode(`https://erabu.example/verify#${receipt.jws}`, { ecc: 'L' })).not.toThrow()
    }
    const { decisions } = (await person.get('/api/decisions')) as { decisions: Json[] }
    expect(decisions.map(({ scope }) => scope)).toEqual([
      { databases: ['demo-biobank', 'demo-registry'] },
      { purpose: 'industry' },
      { purpose: 'research' },
    ])
  })

  test('is refused where a scope has not the written form', async ({ world }) => {
    const { refusal } = await signedIn(world)
    const WRONG: unknown[] = [
      { databases: ['demo-registry', 'demo-biobank'] },
      { databases: ['demo-biobank', 'demo-biobank'] },
      { databases: ['demo-biobank'] },
      { databases: [] },
      { databases: ids(51) },
      { databases: ids(800) },
      { databases: ['demo-biobank', 'demo-registry'], database: 'demo-biobank' },
      { databases: ['demo-biobank', 'demo-registry'], purpose: 'research' },
      { databases: ['demo-biobank', 'demo-registry'], all: true },
      { all: true, purpose: 'research' },
      { purpose: 'marketing' },
      { purpose: ['research'] },
      { purpose: null },
      { purpose: 'research', note: 'mine' },
      { purposes: ['research', 'industry'] },
      { databases: null },
      [{ purpose: 'research' }],
      'research',
      null,
    ]
    for (const scope of WRONG) {
      const { status, code, issues } = await refusal(decision(scope))
      expect([JSON.stringify(scope).slice(0, 99), status, code]).toEqual([
        JSON.stringify(scope).slice(0, 99),
        400,
        'invalid-request',
      ])
      expect(issues?.every(({ path }) => path.startsWith('decision.scope'))).toBe(true)
      expect(issues?.length).toBeGreaterThan(0)
    }
  })

  test('is refused where nothing could be stopped, and told which of several it is', async ({ world }) => {
    const { refusal } = await signedIn(world)
    const nothing = { status: 422, code: 'not-stoppable', issues: undefined }
    expect(await refusal(decision({ purpose: 'policy' }))).toEqual(nothing)
    expect(await refusal(decision({ database: 'demo-statutory' }))).toEqual(nothing)
    const several = await refusal(decision({ databases: ['demo-biobank', 'demo-statutory', 'midnet'] }))
    expect(several).toMatchObject({ status: 422, code: 'not-stoppable' })
    expect(several.issues?.map(({ path }) => path)).toEqual([
      'decision.scope.databases.1',
      'decision.scope.databases.2',
    ])
    expect(several.issues?.[0]?.message).toContain('demo-statutory')
    expect(await refusal(decision({ database: 'nobody' }))).toMatchObject({
      status: 422,
      code: 'unknown-database',
    })
    expect(await refusal(decision({ databases: ['demo-biobank', 'nobody'] }))).toMatchObject({
      status: 422,
      code: 'unknown-database',
    })
    // Fifty are as many as there can be: here they are unknown, and not too many.
    expect(await refusal(decision({ databases: ids(50) }))).toMatchObject({ code: 'unknown-database' })
  })

  test('is refused with words of another scope', async ({ world }) => {
    const { refusal, get } = await signedIn(world)
    const { texts } = (await get('/api/texts')) as { texts: Json[] }
    const everything = texts.find(
      ({ scope, locale, choice }) =>
        canonicalize(scope) === '{"all":true}' && locale === 'ja' && choice === 'stop',
    )
    for (const scope of [{ purpose: 'research' }, { databases: ['demo-biobank', 'demo-registry'] }])
      expect(await refusal(decision(scope, { text: everything?.text }))).toMatchObject({
        status: 422,
        code: 'unknown-text',
      })
  })
})
