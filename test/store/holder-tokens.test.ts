import { createHash, createPrivateKey, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportPKCS8,
  FlattenedSign,
  generateKeyPair,
  SignJWT,
} from 'jose'
import { beforeAll, describe, expect, test as plain, vi } from 'vitest'
import { createAccessTokens } from '../../api/auth/access-tokens.ts'
import { createAssertionsAside } from '../../api/auth/assertions-aside.ts'
import { bearer } from '../../api/auth/bearer.ts'
import { authenticateClient } from '../../api/auth/client-assertion.ts'
import { verifyProof } from '../../api/auth/dpop.ts'
import { ownDatabase, ownStream, ownStreams } from '../../api/auth/holder.ts'
import { partsOf, verifiedClaims } from '../../api/auth/jwt.ts'
import type { Config } from '../../api/config.ts'
import { readClientKey } from '../../api/domain/keys/client-key.ts'
import type { Env } from '../../api/http/env.ts'
import type { Limits } from '../../api/http/limits.ts'
import { createSigner, type Signer } from '../../api/keys/signer.ts'
import { ProblemError } from '../../api/problem.ts'
import type { Holder, Holders } from '../../api/registries/holders.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { createClock, SECOND } from '../support/clock.ts'
import { type HolderKey, makeHolderKey } from '../support/holder.ts'
import { put, rowsOf } from '../support/rows.ts'

const ORIGIN = 'https://erabu.example'
const config = { origin: ORIGIN } as Config
const ES256 = () => generateKeyPair('ES256', { extractable: true })
let signer: Signer
let key: HolderKey
let other: HolderKey

beforeAll(async () => {
  const { publicKey, privateKey } = await ES256()
  const privateKeyObject = createPrivateKey(await exportPKCS8(privateKey))
  const jwk = { ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES256' }
  signer = createSigner({ kid: 'ours', privateKey: privateKeyObject, publicJwks: [jwk] })
  key = await makeHolderKey('holder-a', ['a', 'b'])
  other = await makeHolderKey('holder-c', ['c'])
})

const holderOf = ({ clientId, publicJwk, databases }: HolderKey, change: Partial<Holder> = {}): Holder => ({
  client_id: clientId,
  name: clientId,
  jwks: { keys: [] },
  databases,
  dpop: false,
  keys: [readClientKey(publicJwk as { kty: string })],
  ...change,
})
const registry = (...holders: Holder[]): Holders => ({
  find: (id) => holders.find(({ client_id }) => client_id === id),
  reload: async () => {},
})
function held() {
  const clock = createClock()
  clock.hold()
  return { clock, now: () => Math.floor(clock.now().getTime() / 1000) }
}

describe('the parts of a JWT', () => {
  plain('are read where both are JSON objects', () => {
    const part = (value: string) => Buffer.from(value).toString('base64url')
    const jwt = (header: string, claims: string) => `${part(header)}.${part(claims)}.signature`
    expect(partsOf(jwt('{"a":1}', '{"b":2}'))).toEqual({ header: { a: 1 }, claims: { b: 2 } })
    for (const wrong of [jwt('{', '{}'), jwt('{}', '[]'), jwt('1', '{}'), part('{}'), '', 'a.b.c'])
      expect(partsOf(wrong)).toBeNull()
  })
  plain('are not verified where the text is no JWT, or its check fails', async () => {
    const verify = vi.fn()
    const never = { safeParse: () => ({ data: 'claims' }) } as unknown as Parameters<typeof verifiedClaims>[1]
    expect(await verifiedClaims('no jwt', never, verify)).toBeNull()
    expect(verify).not.toHaveBeenCalled()
    const jwt = signer.sign('x', { sub: 's' })
    expect(await verifiedClaims(jwt, never, () => Promise.reject(new Error('expired')))).toBeNull()
  })
})

describe('an access token', () => {
  const open = () => {
    const { clock, now } = held()
    let ids = 0
    const random = { id: () => `id ${ids++}`, bytes: () => Buffer.alloc(0), below: () => 0 }
    return { clock, now, tokens: createAccessTokens({ signer, config, clock, random }) }
  }

  plain('says who may do what, for fifteen minutes', async () => {
    const { tokens, now, clock } = open()
    const issued = tokens.issue('holder-a', ['ssf.read', 'linkages.write'], null)
    expect(issued).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'ssf.read linkages.write',
    })
    expect(decodeProtectedHeader(issued.access_token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: 'ours' })
    const claims = {
      iss: ORIGIN,
      aud: ORIGIN,
      sub: 'holder-a',
      client_id: 'holder-a',
      scope: 'ssf.read linkages.write',
      jti: 'id 0',
      iat: now(),
      exp: now() + 900,
    }
    expect(decodeJwt(issued.access_token)).toEqual(claims)
    const scopes = ['ssf.read', 'linkages.write']
    const access = { client_id: 'holder-a', scopes, jkt: null, exp: now() + 900 }
    expect(await tokens.read(issued.access_token)).toEqual(access)
    clock.advance(900 * SECOND - 1000)
    expect(await tokens.read(issued.access_token)).toEqual(access)
    clock.advance(1000)
    expect(await tokens.read(issued.access_token)).toBeNull()
  })

  plain('is verified once, and of no use after its end', async () => {
    const { tokens, clock, now } = open()
    const { access_token } = tokens.issue('holder-a', ['ssf.read'], null)
    const first = await tokens.read(access_token)
    await tokens.read(tokens.issue('holder-c', ['ssf.read'], null).access_token)
    expect(await tokens.read(access_token)).toBe(first)
    const otherProcess = createAccessTokens({ signer, config, clock, random: { id: () => '' } as never })
    expect(await otherProcess.read(access_token)).not.toBe(first)
    clock.advance(901 * SECOND)
    expect([await tokens.read(access_token), await otherProcess.read(access_token)]).toEqual([null, null])
    expect(now()).toBeGreaterThan(first?.exp ?? Number.POSITIVE_INFINITY)
  })

  plain('names the key to which it is bound', async () => {
    const { tokens } = open()
    const jkt = 'k'.repeat(43)
    const issued = tokens.issue('holder-a', ['ssf.read'], jkt)
    expect(issued.token_type).toBe('DPoP')
    expect(decodeJwt(issued.access_token).cnf).toEqual({ jkt })
    expect(await tokens.read(issued.access_token)).toMatchObject({ jkt })
  })

  plain.for<[what: string, typ: string, change: object]>([
    ['for somebody else', 'at+jwt', { aud: 'https://other.example' }],
    ['of somebody else', 'at+jwt', { iss: 'https://other.example' }],
    ['of another type', 'secevent+jwt', {}],
    ['without a subject', 'at+jwt', { sub: '' }],
    ['without scopes', 'at+jwt', { scope: undefined }],
    ['without an end', 'at+jwt', { exp: undefined }],
    ['bound to no thumbprint', 'at+jwt', { cnf: { jkt: 'short' } }],
  ])('%s is refused', async ([, typ, change]) => {
    const { tokens, now } = open()
    const claims = { iss: ORIGIN, aud: ORIGIN, sub: 'holder-a', scope: 'ssf.read', exp: now() + 60 }
    expect(await tokens.read(signer.sign('at+jwt', claims))).toMatchObject({ client_id: 'holder-a' })
    expect(await tokens.read(signer.sign(typ, { ...claims, ...change }))).toBeNull()
    expect(await tokens.read('no token')).toBeNull()
  })
})

/** A DPoP proof; members of `wrong` replace the right ones. */
async function proofOf(
  at: number,
  wrong: { claims?: object; header?: object; keys?: Awaited<ReturnType<typeof ES256>> } = {},
) {
  const keys = wrong.keys ?? (await ES256())
  const jwk = await exportJWK(keys.publicKey)
  const claims = { jti: randomUUID(), htm: 'GET', htu: `${ORIGIN}/ssf/streams`, iat: at, ...wrong.claims }
  const proof = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...wrong.header })
    .sign(keys.privateKey)
  return { proof, thumbprint: await calculateJwkThumbprint(jwk), keys }
}
const ASKED = { method: 'GET', url: `${ORIGIN}/ssf/streams` }

describe('a DPoP proof', () => {
  test('names its key, and is used once', async ({ store }) => {
    const { clock, now } = held()
    const { proof, thumbprint } = await proofOf(now())
    const verify = () => verifyProof({ clock, store }, { ...ASKED, proof })
    expect([await verify(), await verify()]).toEqual([thumbprint, null])
    expect(await rowsOf(store, 'assertion')).toMatchObject([
      { client_id: `dpop ${thumbprint}`, expires_at: (now() + 70) * 1000 },
    ])
  })

  test('is for one request: its method, its address however written, and its token', async ({ store }) => {
    const { clock, now } = held()
    const verify = async (claims: object, of: Partial<Parameters<typeof verifyProof>[1]> = {}) => {
      const { proof } = await proofOf(now(), { claims })
      return (await verifyProof({ clock, store }, { ...ASKED, proof, ...of })) !== null
    }
    const ath = (token: string) => createHash('sha256').update(token).digest('base64url')
    for (const htu of [
      `${ORIGIN}/ssf/streams?a=b#c`,
      'HTTPS://ERABU.example:443/ssf/streams',
      `${ORIGIN}/ssf/%73treams`,
    ])
      expect(await verify({ htu }), htu).toBe(true)
    expect(await verify({ htu: `${ORIGIN}/a%2fb` }, { url: `${ORIGIN}/a%2Fb` })).toBe(true)
    for (const htu of [
      `${ORIGIN}/ssf/stream`,
      'https://other.example/ssf/streams',
      'https://user@erabu.example/ssf/streams',
      'https://:secret@erabu.example/ssf/streams',
      'no address',
      `${ORIGIN}/ssf%2Fstreams`,
    ])
      expect(await verify({ htu }), htu).toBe(false)
    expect(await verify({ htm: 'POST' })).toBe(false)
    expect(await verify({}, { accessToken: 'token' })).toBe(false)
    expect(await verify({ ath: ath('other') }, { accessToken: 'token' })).toBe(false)
    expect(await verify({ ath: ath('token') }, { accessToken: 'token' })).toBe(true)
  })

  test('is good for a minute, and ten seconds ahead of our clock', async ({ store }) => {
    const { clock, now } = held()
    const verify = async (iat: number) =>
      (await verifyProof({ clock, store }, { ...ASKED, proof: (await proofOf(iat)).proof })) !== null
    expect([await verify(now() - 60), await verify(now() + 10)]).toEqual([true, true])
    expect([await verify(now() - 61), await verify(now() + 11)]).toEqual([false, false])
  })

  test('with a fault in its form, its key or its signature is refused', async ({ store }) => {
    const { clock, now } = held()
    const verify = async (wrong: Parameters<typeof proofOf>[1]) => {
      const { proof } = await proofOf(now(), wrong)
      return verifyProof({ clock, store }, { ...ASKED, proof })
    }
    const keys = await ES256()
    const secret = await exportJWK(keys.privateKey)
    const rsa = await exportJWK((await generateKeyPair('RS256')).publicKey)
    for (const wrong of [
      { header: { typ: 'JWT' } },
      { header: { jwk: undefined } },
      { header: { jwk: secret }, keys },
      { header: { jwk: rsa } },
      { header: { jwk: await exportJWK(keys.publicKey) } },
      { claims: { exp: now() - 1 } },
      { claims: { jti: '' } },
      { claims: { jti: undefined } },
      { claims: { iat: 'now' } },
      { claims: { htm: undefined } },
      { claims: { htu: undefined } },
    ])
      expect(await verify(wrong)).toBeNull()
    expect(await verifyProof({ clock, store }, { ...ASKED, proof: '' })).toBeNull()
    expect(await rowsOf(store, 'assertion')).toEqual([])
  })
})

describe('a client assertion', () => {
  type Wrong = { claims?: object; header?: object; key?: CryptoKey }
  async function client(store: Store, holder = holderOf(key)) {
    const { clock, now } = held()
    const aside = createAssertionsAside({ clock }, 2)
    const holders = registry(holder, holderOf(other))
    const deps = { config, holders, clock, store }
    const sign = (wrong: Wrong = {}) =>
      new SignJWT({
        iss: 'holder-a',
        sub: 'holder-a',
        aud: ORIGIN,
        jti: randomUUID(),
        iat: now(),
        exp: now() + 60,
        ...wrong.claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid, ...wrong.header })
        .sign(wrong.key ?? key.privateKey)
    const send = (assertion: string) => authenticateClient(deps, aside, assertion)
    return { clock, now, holder, sign, send, ask: async (wrong: Wrong = {}) => send(await sign(wrong)) }
  }

  test('authenticates its client once', async ({ store }) => {
    const { sign, send, holder, now } = await client(store)
    const assertion = await sign({ claims: { jti: 'once' } })
    expect(await send(assertion)).toEqual({ holder, noted: true })
    expect(await send(assertion)).toEqual({ holder: null, fault: 'jti: was used before' })
    expect(await rowsOf(store, 'assertion')).toEqual([
      { client_id: 'holder-a', jti: 'once', expires_at: (now() + 70) * 1000 },
    ])
  })

  test('with a fault tells it only to the client that signed', async ({ store }) => {
    const { ask, send } = await client(store)
    const silent = { holder: null, fault: null }
    expect(await send('no assertion')).toEqual(silent)
    expect(await ask({ claims: { iss: 'nobody' } })).toEqual(silent)
    expect(await ask({ claims: { iss: 7 } })).toEqual(silent)
    expect(await ask({ key: other.privateKey })).toEqual(silent)
    expect(await ask({ claims: { sub: 'x' }, key: other.privateKey })).toEqual(silent)
    expect(await ask({ claims: { sub: 'x' } })).toEqual({
      holder: null,
      fault: 'sub: must be the client_id, like iss',
    })
    expect(await ask({ header: { kid: 'x' } })).toEqual({
      holder: null,
      fault: 'kid: the key that signed is registered under another one',
    })
    expect(await ask({ header: { kid: undefined } })).toMatchObject({ noted: true })
    expect(await rowsOf(store, 'assertion')).toHaveLength(1)
  })

  test('is tried with every key of the client that fits', async ({ store }) => {
    const second = await makeHolderKey('holder-a', [])
    const keys = [key, second].map(({ publicJwk }) => readClientKey(publicJwk as { kty: string }))
    const { ask } = await client(store, holderOf(key, { keys }))
    expect(await ask({ key: second.privateKey, header: { kid: second.kid } })).toMatchObject({ noted: true })
    expect(await ask({ key: second.privateKey, header: { kid: undefined } })).toMatchObject({ noted: true })
  })

  test('over other bytes than those that were read is refused', async ({ store }) => {
    const { sign, send } = await client(store)
    const [, payload = ''] = (await sign()).split('.')
    const { signature, protected: header } = await new FlattenedSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg: 'ES256', b64: false, crit: ['b64'], kid: key.kid })
      .sign(key.privateKey)
    expect(await send(`${header}.${payload}.${signature}`)).toEqual({ holder: null, fault: null })
    expect(await send(`${Buffer.from('{"alg":7}').toString('base64url')}.${payload}.x`)).toMatchObject({
      holder: null,
    })
  })

  test('is remembered by this process alone while the store cannot be written', async ({ store }) => {
    let error: Error | null = new StoreUnavailable('full')
    const { sign, send, holder } = await client({
      ...store,
      transact: (fn, options) => (error ? Promise.reject(error) : store.transact(fn, options)),
    })
    const assertion = await sign()
    expect(await send(assertion)).toEqual({ holder, noted: false })
    expect(await send(assertion)).toMatchObject({ fault: 'jti: was used before' })
    expect(await send(await sign())).toEqual({ holder, noted: false })
    expect(await send(await sign()), 'no room is left').toMatchObject({ holder: null })
    error = null
    expect(await send(assertion), 'also once it can be written').toMatchObject({ holder: null })
    error = new Error('other')
    await expect(send(await sign())).rejects.toThrow('other')
  })
})

describe('a request of a holder', () => {
  async function open(store: Store, change: Partial<Holder> = {}) {
    const { clock, now } = held()
    const accessTokens = createAccessTokens({ signer, config, clock, random: { id: randomUUID } as never })
    const chargeClient = vi.fn()
    const deps = {
      accessTokens,
      config,
      holders: registry(holderOf(key, change)),
      limits: { chargeClient } as unknown as Limits,
      clock,
      store,
    }
    const app = new Hono<Env>()
      .get('/ssf/streams', bearer(deps)('ssf.read', 'linkages.write'), (c) =>
        c.text(c.get('holder').client_id),
      )
      .get('/free', bearer(deps, false)('ssf.read'), (c) => c.text('free'))
    app.onError((error, c) =>
      error instanceof ProblemError ? c.text(error.code, 401, error.headers) : c.text('broken', 500),
    )
    async function ask(headers: Record<string, string>, path = '/ssf/streams') {
      const answer = await app.request(ORIGIN + path, { headers })
      return [await answer.text(), answer.headers.get('www-authenticate')]
    }
    const token = (
      scopes: Parameters<typeof accessTokens.issue>[1] = ['ssf.read'],
      jkt: string | null = null,
      id = 'holder-a',
    ) => accessTokens.issue(id, scopes, jkt).access_token
    return { ask, token, now, chargeClient }
  }
  const invalid = ['invalid-token', 'Bearer error="invalid_token"']
  const ALGS = 'algs="ES256 ES384 EdDSA"'

  test('is admitted with a token that has one of the scopes, and charged', async ({ store }) => {
    const { ask, token, chargeClient } = await open(store)
    expect(await ask({ authorization: `Bearer ${token()}` })).toEqual(['holder-a', null])
    expect(await ask({ authorization: `bearer ${token(['linkages.write'])}` })).toEqual(['holder-a', null])
    expect(chargeClient.mock.calls).toEqual([['holder-a'], ['holder-a']])
    expect(await ask({ authorization: `Bearer ${token()}` }, '/free')).toEqual(['free', null])
    expect(chargeClient).toHaveBeenCalledTimes(2)
  })

  test('is told which token it needs', async ({ store }) => {
    const { ask, token, chargeClient } = await open(store)
    const realm = `realm="${ORIGIN}"`
    for (const authorization of ['', 'Basic abc', 'Bearer', 'Bearer  two', 'x Bearer abc', 'Bearer a b'])
      expect(await ask({ authorization }), authorization).toEqual(['invalid-token', `Bearer ${realm}`])
    expect(await ask({})).toEqual(['invalid-token', `Bearer ${realm}`])
    expect(await ask({ authorization: 'DPoP' })).toEqual(['invalid-token', `DPoP ${realm}, ${ALGS}`])
    for (const authorization of ['Bearer abc', 'Bearer abc.dpop'])
      expect(await ask({ authorization })).toEqual(invalid)
    expect(await ask({ authorization: `Bearer ${token(['ssf.read'], null, 'gone')}` })).toEqual(invalid)
    expect(await ask({ authorization: `Bearer ${token(['usage.write'])}` })).toEqual([
      'insufficient-scope',
      'Bearer error="insufficient_scope"',
    ])
    expect(chargeClient).not.toHaveBeenCalled()
  })

  test('with a bound token needs a proof of its key', async ({ store }) => {
    const { ask, token, now } = await open(store)
    const keys = await ES256()
    const jkt = await calculateJwkThumbprint(await exportJWK(keys.publicKey))
    const bound = token(['ssf.read'], jkt)
    const ath = createHash('sha256').update(bound).digest('base64url')
    const prove = async (of: Parameters<typeof proofOf>[1]) =>
      (await proofOf(now(), { keys, claims: { ath }, ...of })).proof
    const authorization = `DPoP ${bound}`
    expect(await ask({ authorization, dpop: await prove({}) })).toEqual(['holder-a', null])
    const refused = ['invalid-token', `DPoP error="invalid_dpop_proof", ${ALGS}`]
    expect(await ask({ authorization })).toEqual(refused)
    expect(await ask({ authorization, dpop: await prove({ keys: await ES256() }) })).toEqual(refused)
    expect(await ask({ authorization, dpop: await prove({ claims: {} }) })).toEqual(refused)
    expect(await ask({ authorization: `Bearer ${bound}` })).toEqual(invalid)
    expect(await ask({ authorization: `DPoP ${token()}`, dpop: await prove({}) })).toEqual([
      'invalid-token',
      `DPoP error="invalid_token", ${ALGS}`,
    ])
  })

  test('of a client that binds its tokens needs a bound one', async ({ store }) => {
    const { ask, token } = await open(store, { dpop: true })
    expect(await ask({ authorization: `Bearer ${token()}` })).toEqual(invalid)
  })

  test('reaches the databases and streams of its client alone', async ({ store }) => {
    await put(store, { stream: [{ id: 'of a' }, { id: 'of c', database_id: 'c' }] })
    const app = new Hono<Env>()
    const seen = vi.fn(async (c: Parameters<typeof ownDatabase>[0]) => {
      c.set('holder', holderOf(key))
      const or = async (work: () => unknown) => {
        try {
          return await work()
        } catch (error) {
          return error instanceof ProblemError ? error.code : 'broken'
        }
      }
      const streamsOf = async (databases: string[]) => {
        c.set('holder', holderOf(key, { databases }))
        return (await ownStreams(c, { store })).map(({ id }) => id)
      }
      return c.json([
        await or(() => ownDatabase(c, 'b')),
        await or(() => ownDatabase(c, 'c')),
        await or(() => ownDatabase(c, undefined)),
        (await ownStreams(c, { store })).map(({ id }) => id),
        await or(async () => (await ownStream(c, { store }, 'of a')).id),
        await or(() => ownStream(c, { store }, 'of c')),
        await or(() => ownStream(c, { store }, undefined)),
        ...(await Promise.all([['c'], ['ab']].map(streamsOf))),
      ])
    })
    app.get('/', seen)
    expect(await (await app.request('/')).json()).toEqual([
      'b',
      'not-found',
      'not-found',
      ['of a'],
      'of a',
      'not-found',
      'not-found',
      ['of c'],
      [],
    ])
  })
})
