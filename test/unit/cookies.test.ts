import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { createCookie, createProofingCookie, pathsAbove } from '../../api/auth/cookies.ts'
import { kioskOf } from '../../api/auth/kiosk.ts'
import { removedView } from '../../api/auth/removed-view.ts'
import { hashSecret, newSecret } from '../../api/auth/secrets.ts'
import type { Env } from '../../api/http/env.ts'
import { ProblemError } from '../../api/problem.ts'
import type { Kiosks } from '../../api/registries/kiosks.ts'
import { createSeededRandom } from '../support/seeded-random.ts'

describe('the paths for which a cookie may be set', () => {
  test.for<[string, string[]]>([
    ['/', ['/']],
    ['/a', ['/', '/a']],
    ['/a/b', ['/', '/a', '/a/', '/a/b']],
    ['/a/b/', ['/', '/a', '/a/', '/a/b', '/a/b/']],
    ['/a/x;y/c', ['/', '/a', '/a/']],
    ['/;/a', ['/']],
    ['/A-1_~.b/c', ['/', '/A-1_~.b', '/A-1_~.b/', '/A-1_~.b/c']],
  ])('of %s are %j', ([path, paths]) => expect(pathsAbove(path)).toEqual(paths))

  test('are told for eight levels', () => {
    const deep = '/a/b/c/d/e/f/g/h/i/j'
    expect(pathsAbove(deep).at(-1)).toBe('/a/b/c/d/e/f/g/h/')
    expect(pathsAbove(deep)).toHaveLength(17)
  })
})

describe('a cookie', () => {
  const SECURE = 'https://erabu.example'
  const PLAIN = 'http://localhost:1'
  async function ask(origin: string, headers: Record<string, string>, path = '/api/one') {
    const cookie = createCookie(origin, 'name', 'Strict')
    const app = new Hono<Env>()
      .get('/api/one', (c) => c.json({ value: cookie.get(c) ?? null }))
      .get('/set/:life', (c) => {
        const life = c.req.param('life')
        cookie.set(c, 'value', life === 'none' ? null : Number(life))
        return c.text('set')
      })
      .get('/clear', (c) => {
        cookie.clear(c)
        return c.text('cleared')
      })
    app.onError((error, c) => {
      if (!(error instanceof ProblemError)) throw error
      return c.json({ code: error.code, why: error.message }, 400)
    })
    const answer = await app.request(origin + path, { headers })
    return { set: answer.headers.getSetCookie(), text: await answer.text() }
  }
  const read = async (origin: string, cookie: string) => JSON.parse((await ask(origin, { cookie })).text)

  test('is bound to its host over TLS, and plain without it', async () => {
    expect((await ask(SECURE, {}, '/set/60')).set).toEqual([
      '__Host-name=value; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict',
    ])
    expect((await ask(PLAIN, {}, '/set/60')).set).toEqual([
      'name=value; Max-Age=60; Path=/; HttpOnly; SameSite=Strict',
    ])
  })

  test('may end with its browser', async () =>
    expect((await ask(SECURE, {}, '/set/none')).set).toEqual([
      '__Host-name=value; Path=/; HttpOnly; Secure; SameSite=Strict',
    ]))

  test('is cleared as it was set', async () => {
    const [cleared = ''] = (await ask(SECURE, {}, '/clear')).set
    expect(cleared).toBe('__Host-name=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict')
  })

  test('is read by its whole name', async () => {
    expect(await read(PLAIN, 'my-name=a; name=b; name2=c; Name=d')).toEqual({ value: 'b' })
    expect(await read(SECURE, '__Host-name=b; name=c')).toEqual({ value: 'b' })
    expect(await read(SECURE, 'name=c')).toEqual({ value: null })
    expect(JSON.parse((await ask(PLAIN, {})).text)).toEqual({ value: null })
  })

  test.for(['name=a; name=b', 'name=a;name=a', 'x=y; name = a; name', 'name; name=a'])(
    'that comes twice is refused, and forgotten on every path: %s',
    async (cookie) => {
      const { set, text } = await ask(PLAIN, { cookie })
      expect(JSON.parse(text)).toEqual({ code: 'invalid-request', why: 'two cookies name' })
      expect(set).toEqual(
        ['/', '/api', '/api/', '/api/one'].map(
          (path) => `name=; Max-Age=0; Path=${path}; HttpOnly; SameSite=Strict`,
        ),
      )
    },
  )

  test('that comes twice over TLS has one path only', async () => {
    const { set, text } = await ask(SECURE, { cookie: '__Host-name=a; __Host-name=b' })
    expect(JSON.parse(text)).toMatchObject({ code: 'invalid-request' })
    expect(set).toEqual(['__Host-name=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict'])
  })

  test('of a proofing comes along on the way back from the portal', async () => {
    const cookie = createProofingCookie(SECURE)
    const app = new Hono<Env>().get('/', (c) => {
      cookie.set(c, 'value', null)
      return c.text('set')
    })
    expect((await app.request('/')).headers.getSetCookie()).toEqual([
      '__Host-proofing=value; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
  })
})

test('a request names its kiosk by a credential of the scheme Kiosk', async () => {
  const kiosks = { authenticate: (credential: string) => ({ id: `of ${credential}` }) } as unknown as Kiosks
  const app = new Hono<Env>().get('/', (c) => c.json(kioskOf(c, kiosks)))
  const ask = async (authorization?: string) =>
    (await app.request('/', authorization === undefined ? {} : { headers: { authorization } })).json()
  expect(await ask('Kiosk desk.x')).toEqual({ id: 'of desk.x' })
  expect(await ask('KIOSK desk.x more')).toEqual({ id: 'of desk.x' })
  expect(await ask('Kiosk')).toEqual({ id: 'of ' })
  for (const other of ['Bearer desk.x', 'desk.x', '']) expect(await ask(other)).toBeNull()
  expect(await ask()).toBeNull()
})

test('a secret has 256 bits, and only its hash is stored', () => {
  const random = createSeededRandom('secret')
  const one = newSecret(random)
  expect(Buffer.from(one.secret, 'base64url')).toHaveLength(32)
  expect(one.secret).toMatch(/^[\w-]{43}$/)
  expect(one.secret_hash).toBe(hashSecret(one.secret))
  expect(newSecret(random).secret).not.toBe(one.secret)
  // SHA-256 of the empty text.
  expect(hashSecret('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
})

test('a removed passkey is told without its key', () =>
  expect(
    removedView({
      id: 'r',
      patient_id: 'p',
      name: 'phone',
      created_at: 0,
      removed_at: 1000,
      removed_by: 'k',
      public_key: 'key',
      transports: '[]',
      backup_eligible: 0,
    }),
  ).toEqual({
    id: 'r',
    name: 'phone',
    created_at: '1970-01-01T00:00:00.000Z',
    removed_at: '1970-01-01T00:00:01.000Z',
    by: 'k',
  }))
