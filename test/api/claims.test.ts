import { createHash, randomUUID } from 'node:crypto'
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, vi } from 'vitest'
import { ndjson } from '../support/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const deep = (): unknown => JSON.parse('['.repeat(500) + ']'.repeat(500))
/** Wrong types of a claim that must be a short text. */
const KINDS: [string, unknown][] = [
  ['an object', {}],
  ['true', true],
  ['a number', 7],
  ['null', null],
  ['empty', ''],
  ['too long', 'x'.repeat(5000)],
  ['a list', ['a']],
]
const TIMES: [string, unknown][] = [
  ['a text', '1'],
  ['an object', {}],
  ['null', null],
]

/** None of our own errors may occur: it would be answered 500 and logged with its stack. */
const errors = (world: World) => vi.spyOn(world.deps.log, 'error')

describe('claims of a wrong type are refused', () => {
  test('in a proof of possession, at the token endpoint and elsewhere', async ({ world }) => {
    const logged = errors(world)
    const holder = world.holder('demo-registry')
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwk = await exportJWK(publicKey)
    const prove = (htm: string, path: string, claims: object, header: object = {}) =>
      new SignJWT({
        htm,
        htu: world.origin + path,
        jti: randomUUID(),
        iat: Math.floor(world.clock.now().getTime() / 1000),
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey)
    const form = async () =>
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await holder.assertion(),
      })
    const tokenFor = async (dpop: string) =>
      fetch(`${world.origin}/oauth/token`, { method: 'POST', body: await form(), headers: { dpop } })
    const granted = await tokenFor(await prove('POST', '/oauth/token', {}))
    const { access_token } = (await granted.json()) as { access_token: string }
    const ath = createHash('sha256').update(access_token).digest('base64url')
    const headers = { authorization: `DPoP ${access_token}` }
    const ask = async (dpop: string) =>
      (await fetch(`${world.origin}/ssf/streams`, { headers: { ...headers, dpop } })).status
    expect(await ask(await prove('GET', '/ssf/streams', { ath }))).toBe(200)

    const wrong: [string, object, object?][] = [
      ...KINDS.map(([kind, jti]): [string, object] => [`jti ${kind}`, { jti }]),
      ...TIMES.map(([kind, iat]): [string, object] => [`iat ${kind}`, { iat }]),
      ['htm an object', { htm: {} }],
      ['htu an object', { htu: {} }],
      ['nested', { more: deep() }],
      [
        'a private key',
        {},
        { jwk: await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey) },
      ],
      ['a nested key', {}, { jwk: { ...jwk, more: deep() } }],
    ]
    for (const [title, claims, header] of wrong) {
      const answer = await tokenFor(await prove('POST', '/oauth/token', claims, header))
      expect([answer.status, await answer.json()], title).toEqual([400, { error: 'invalid_dpop_proof' }])
      expect(await ask(await prove('GET', '/ssf/streams', { ath, ...claims }, header)), title).toBe(401)
    }
    expect(logged).not.toHaveBeenCalled()
  })

  test("in a client's assertion", async ({ world }) => {
    const logged = errors(world)
    const holder = world.holder('demo-registry')
    const wrong: Record<string, unknown>[] = [
      ...KINDS.flatMap(([, kind]) => [{ jti: kind }, { iss: kind }, { sub: kind }, { aud: kind }]),
      ...TIMES.flatMap(([, kind]) => [{ exp: kind }, { iat: kind }, { nbf: kind }]),
      { more: deep() },
    ]
    for (const claims of wrong) {
      const answer = await holder.token('ssf.read', { claims })
      const title = Object.keys(claims)[0]
      expect([answer.status, ((await answer.json()) as { error: string }).error], title).toEqual([
        401,
        'invalid_client',
      ])
    }
    expect((await holder.token('ssf.read')).status).toBe(200)
    expect(logged).not.toHaveBeenCalled()
  })

  test('in an access token, though it is signed with our key', async ({ world }) => {
    const logged = errors(world)
    const { clientId } = world.holder('demo-registry').key
    const iat = Math.floor(world.clock.now().getTime() / 1000)
    const right = {
      iss: world.origin,
      aud: world.origin,
      sub: clientId,
      scope: 'ssf.read',
      iat,
      exp: iat + 60,
    }
    const ask = async (claims: object) => {
      const authorization = `Bearer ${world.deps.signer.sign('at+jwt', { ...right, ...claims })}`
      return (await fetch(`${world.origin}/ssf/streams`, { headers: { authorization } })).status
    }
    expect(await ask({})).toBe(200)
    const wrong = [
      ...KINDS.flatMap(([, kind]) => [{ sub: kind }, ...(kind === '' ? [] : [{ scope: kind }])]),
      ...TIMES.map(([, exp]) => ({ exp })),
      { cnf: 'x' },
      { cnf: { jkt: 5 } },
      { more: deep() },
    ]
    for (const claims of wrong) expect(await ask(claims), JSON.stringify(Object.keys(claims))).toBe(401)
    expect(logged).not.toHaveBeenCalled()
  })

  test('in a sealed subject, though it is sealed with the key of the resolver', async ({ world }) => {
    const holder = world.holder('demo-registry')
    await holder.link('research', [numbersOf(ordinary(0))])
    const iat = Math.floor(world.clock.now().getTime() / 1000)
    const seal = (claims: object) =>
      new CompactEncrypt(Buffer.from(JSON.stringify({ id5: 'x', aud: 'demo-registry', iat, ...claims })))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(world.deps.keys.sealedSubject)
    const wrong = [
      ...KINDS.map(([, id5]) => ({ id5 })),
      ...TIMES.map(([, at]) => ({ iat: at })),
      { aud: ['demo-registry'] },
    ]
    const subjects = await Promise.all(wrong.map(seal))
    const fits = subjects.filter((subject) => subject.length <= 4096)
    const lines = fits.map((subject) => JSON.stringify({ subject })).join('\n')
    const answers = ndjson<{ error: string }>(await (await holder.postLinkages('research', lines)).text())
    expect(answers).toEqual(fits.map(() => ({ error: 'subject-rejected' })))
    expect(fits.length).toBe(wrong.length - 1)
  })
})
