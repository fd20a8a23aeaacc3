import { deflateSync } from 'node:zlib'
import {
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { beforeAll, describe, expect, test as plain, vi } from 'vitest'
import { readStored } from '../support/check/stored.ts'
import { listen } from '../support/serve.ts'
import { test } from '../support/world-test.ts'
import vectors from '../vectors/es256.json' with { type: 'json' }
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { createPythonHolder } from './python-holder.ts'
import { python, spreadsheet } from './python-script.ts'
import { withScript } from './scripted.ts'
import { digestOf } from './sets.ts'

// Python verifies signatures in plain integers: on a busy machine a run takes long.
vi.setConfig({ testTimeout: 180_000 })

beforeAll(async () => {
  const found = await python('--version').catch(() => null)
  if (!found)
    throw new Error('python3 is missing: install Python 3, which the script of the README is run with')
})

type Call = [name: 'is_signed' | 'sign' | 'claims', ...args: unknown[]]

/** Calls functions of the script, in one process. @returns the result of each, or the kind of error that it raises. */
async function calls(...all: Call[]): Promise<unknown[]> {
  const code = `import holder, json, sys
def value(arg): return bytes.fromhex(arg["hex"]) if isinstance(arg, dict) and "hex" in arg else arg
def call(name, *args):
    try: return getattr(holder, name)(*map(value, args))
    except Exception as error: return type(error).__name__
print(json.dumps([call(*one) for one in json.loads(sys.argv[1])]))`
  return JSON.parse((await python('-c', code, JSON.stringify(all))).join('')) as unknown[]
}

/** @returns how often the script inflates a list in which it looks up a thousand rows. */
async function inflations(list: string, keys: object, uri: string): Promise<number> {
  const code = `import holder, json, sys, types, zlib
count = 0
def decompress(data):
    global count
    count += 1
    return zlib.decompress(data)
holder.zlib = types.SimpleNamespace(decompress=decompress)
jwt, keys, uri = json.loads(sys.argv[1])
lists = {}
if not all(holder.usable(uri, 3, keys, lists, lambda _: jwt) for _ in range(1000)): sys.exit("unusable")
print(count)`
  return Number((await python('-c', code, JSON.stringify([list, keys, uri]))).join(''))
}

const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
const hexOf = (text: string) => ({ hex: Buffer.from(text).toString('hex') })
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'vector',
  x: base64url(vectors.key.x),
  y: base64url(vectors.key.y),
}
const PRIVATE = { ...KEY, d: base64url(vectors.key.d) }
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'

describe('the ES256 of the script', () => {
  const isSigned = (message: string, signature: string, key: JWK = KEY): Call => [
    'is_signed',
    hexOf(message),
    { hex: signature },
    key,
  ]

  plain('accepts the signatures of the standard, and none for another message or key', async () => {
    const other = await exportJWK((await generateKeyPair('ES256')).publicKey)
    const cases = vectors.signatures.flatMap(({ message, r, s }) => [
      isSigned(message, r + s),
      isSigned(`${message}.`, r + s),
      isSigned(message, s + r),
      isSigned(message, r + s, other),
    ])
    expect(await calls(...cases)).toEqual(vectors.signatures.flatMap(() => [true, false, false, false]))
  })

  plain('accepts no number out of range, no other length and no point off the curve', async () => {
    const { message, r, s } = vectors.signatures[0] ?? { message: '', r: '', s: '' }
    const zero = '0'.repeat(64)
    const wrong = [zero + s, r + zero, ORDER + s, r + ORDER, r + s + s, r, '']
    const beside = [
      { ...KEY, y: KEY.x },
      { ...KEY, x: base64url(zero), y: base64url(zero) },
    ]
    const answers = await calls(
      ...wrong.map((signature) => isSigned(message, signature)),
      ...beside.map((key) => isSigned(message, r + s, key)),
    )
    expect(answers).toEqual([...wrong, ...beside].map(() => false))
  })

  plain('adds a point to itself and to its opposite', async () => {
    const code = `import es256 as e
def same(p, q): return p == q or e.to_affine([p]) == e.to_affine([q])
pairs = [(1, 1), (1, 2), (255, 255), (256, 256), (77, e.N - 77), (e.N - 1, 1), (e.N - 1, e.N - 1), (e.N - 1, 257)]
print([same(e.times(a, e.G, e.times(b, e.G)), e.times((a + b) % e.N, e.G)) for a, b in pairs].count(True))
print([e.times((a + b) % e.N, e.G)[2] for a, b in pairs].count(0))`
    expect(await python('-c', code)).toEqual(['8', '2'])
  })

  plain('makes signatures that an independent library verifies', async () => {
    const [jwt = ''] = (await calls(['sign', { iss: 'me' }, PRIVATE])) as string[]
    const { payload } = await compactVerify(jwt, await importJWK(KEY, 'ES256'))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ iss: 'me' })
  })
})

describe('the script', () => {
  test('stops using the records of a person who stops, reports it, and continues when they allow', async ({
    world,
  }) => {
    const { people, linked, script } = await withScript(world, 2)
    const [token = ''] = linked.map((linkage) => linkage.token)
    expect(await script.run()).toEqual(['yes', 'yes'])
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    const progress = async () =>
      (await patient.databases()).databases.find(({ id }) => id === DATABASE)?.linkages
    await patient.decide('stop', { all: true })
    await world.tick()
    expect(await script.run()).toEqual(['no', 'yes'])
    expect(script.state()).toMatchObject({ through: 1, revoked: [token] })
    expect(await progress()).toMatchObject([{ progress: { applied_at: expect.any(String) } }])
    await patient.decide('allow', { all: true })
    await world.tick()
    expect(await script.run()).toEqual(['yes', 'yes'])
    expect(script.state()).toMatchObject({ through: 2, revoked: [token] })
  })

  test('reports what became of each revoked row, once: out of use, or not in the spreadsheet', async ({
    world,
  }) => {
    const { people, linked, script } = await withScript(world, 3)
    script.write('tokens.csv', spreadsheet(linked.slice(0, 1)))
    for (const { id } of people.slice(0, 2)) await (await decides(world, id))('stop')
    const said = async () =>
      new Map((await readStored(world.place)).outcome.map(({ token, code }) => [token, code]))
    expect(await script.run()).toEqual(['no'])
    const [first = '', second = ''] = linked.map(({ token }) => token)
    expect(await said()).toEqual(
      new Map([
        [first, 'applied'],
        [second, 'not-found'],
      ]),
    )
    expect(script.state()).toMatchObject({ told: 2 })
    script.write('tokens.csv', spreadsheet(linked))
    await script.run()
    expect((await said()).get(second), 'it was told once').toBe('not-found')
  })

  test('reaches the revoked set of its feed from an older state, and from one that has lost a token', async ({
    world,
  }) => {
    const { people, linked, script } = await withScript(world, 3)
    for (const { id } of people) await (await decides(world, id))('stop')
    await script.run()
    const { through, revoked } = script.state()
    expect([through, digestOf(revoked)]).toEqual([3, digestOf(linked.map(({ token }) => token))])
    const older = [
      { through: 1, revoked: revoked.slice(0, 1) },
      { through: 3, revoked: revoked.slice(1) },
    ]
    for (const state of older) {
      script.restore(state)
      expect(await script.run()).toEqual(['no', 'no', 'no'])
      expect(script.state()).toMatchObject({ through, revoked })
    }
  })

  test('accepts no SET that was tampered with, is of another type, or signed by somebody else', async ({
    world,
  }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 1)
    await (await decides(world, people[0]?.id ?? ''))('stop')
    const [set = ''] = Object.values((await outsider.poll(stream)).sets)
    const [head = '', body = '', signature = ''] = set.split('.')
    const own = world.deps.keys.signing.publicJwks[0] ?? {}
    const keys = { [own.kid ?? '']: own }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const other = Buffer.from(JSON.stringify({ ...claims, aud: 'other' })).toString('base64url')
    const answers = await calls(
      ['claims', set, 'secevent+jwt', keys],
      ['claims', `${head}.${other}.${signature}`, 'secevent+jwt', keys],
      ['claims', set, 'statuslist+jwt', keys],
      ['claims', set, 'secevent+jwt', { [own.kid ?? '']: KEY }],
      ['claims', set, 'secevent+jwt', {}],
    )
    expect(answers).toEqual([claims, 'ValueError', 'ValueError', 'ValueError', 'KeyError'])
  })

  plain('uses nothing under a foreign, wrong or expired list, and inflates each list once', async () => {
    const [own, foreign] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
    const server = await listen('127.0.0.1')
    const issuer = `http://127.0.0.1:${server.port}`
    const exp = Math.floor(Date.now() / 1000) + 60
    const payloadOf = (path: string, claims: object = {}, bits = 0b0001_0000) => ({
      sub: issuer + path,
      exp,
      status_list: { bits: 1, lst: deflateSync(Buffer.from([bits])).toString('base64url') },
      ...claims,
    })
    const sign = (payload: JWTPayload, typ = 'statuslist+jwt', key = own.privateKey) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k', typ }).sign(key)
    const [head, , signature] = (await sign(payloadOf('/tampered'))).split('.')
    const open = Buffer.from(JSON.stringify(payloadOf('/tampered', {}, 0))).toString('base64url')
    const key = { ...(await exportJWK(own.publicKey)), kid: 'k' }
    const answers: Record<string, string> = {
      '/oauth/token': JSON.stringify({ access_token: 'ours' }),
      '/ssf/streams': JSON.stringify([{ stream_id: 's', aud: 'd' }]),
      '/ssf/streams/s/rewind': '',
      '/ssf/streams/s/poll': JSON.stringify({ sets: {}, 'urn:erabu:head': { seq: 0 } }),
      '/ssf/streams/s/applied': JSON.stringify({ match: true }),
      '/linkages': '',
      '/jwks.json': JSON.stringify({ keys: [key] }),
      '/good': await sign(payloadOf('/good')),
      '/ended': await sign(payloadOf('/ended', { exp: exp - 120 })),
      '/meant-elsewhere': await sign(payloadOf('/good')),
      '/tampered': `${head}.${open}.${signature}`,
    }
    const unasked: string[] = []
    server.mount(({ url, headers }) => {
      const { pathname } = new URL(url)
      const known = pathname === '/jwks.json' || pathname === '/oauth/token'
      if (!known && headers.get('authorization') !== 'Bearer ours') unasked.push(pathname)
      return new Response(answers[pathname])
    })
    const settings = { issuer, client_id: 'c', database: 'd', key: PRIVATE }
    const at = (path: string, idx: number, from = issuer) => ({
      token: path,
      status_list: { uri: from + path, idx },
    })
    try {
      const rows = [at('/good', 3), at('/good', 4), at('/ended', 3), at('/meant-elsewhere', 3)]
      expect(await createPythonHolder(settings, rows).run()).toEqual(['yes', 'no', 'no', 'no'])
      const tampered = createPythonHolder(settings, [at('/tampered', 4)])
      await expect(tampered.run()).rejects.toMatchObject({ code: 1, stdout: '' })
      const elsewhere = `http://localhost:${server.port}`
      const misled = createPythonHolder(settings, [at('/good', 3, elsewhere)])
      await expect(misled.run()).rejects.toMatchObject({ code: 1, stdout: '' })
      expect(unasked).toEqual([])
    } finally {
      await server.close()
    }
    const payload = payloadOf('/good')
    expect(await inflations(await sign(payload), { k: key }, payload.sub)).toBe(1)
    const wrong = [
      await sign(payload, 'statuslist+jwt', foreign.privateKey),
      await sign(payload, 'secevent+jwt'),
      new UnsecuredJWT(payload).encode(),
      '',
    ]
    const refused = await calls(...wrong.map((list): Call => ['claims', list, 'statuslist+jwt', { k: key }]))
    expect(refused).toEqual(['ValueError', 'ValueError', 'KeyError', 'ValueError'])
  })
})
