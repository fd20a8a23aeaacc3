import { randomBytes } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isIndividual } from '../../mocks/individual-number.ts'
import { type MockCoverage, residents } from '../../mocks/residents.ts'
import { createResolverApp } from '../../mocks/resolver/app.ts'
import { eligibleIn } from '../../mocks/resolver/eligible.ts'
import type { resolverDocument } from '../../mocks/resolver/openapi.ts'
import { CATALOGUE } from '../support/catalogue.ts'

const sealKey = randomBytes(32)
const basic = (client: string, secret: string) =>
  `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`
const US = basic('erabu', 'demo-resolver-secret')
const HOLDER = basic('holder-a', 'demo-holder-secret')

function openResolver() {
  const app = createResolverApp({
    residents,
    sealKey,
    secret: 'demo-resolver-secret',
    holderSecret: 'demo-holder-secret',
    mayAsk: eligibleIn(CATALOGUE),
  })
  const post = async (path: string, body: unknown, authorization = '') =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(body),
    })
  const id5 = async (coverage: object) => {
    const { id5 } = (await (await post('/id5', { coverage }, US)).json()) as { id5?: string }
    return id5 ?? null
  }
  const seal = async (coverages: unknown[], database = 'demo-registry') => {
    const answer = await post(`/sealed-subjects?database=${database}`, { coverages }, HOLDER)
    return ((await answer.json()) as { subjects: { subject?: string; error?: string }[] }).subjects
  }
  return { app, post, id5, seal }
}

const person = (shows: string) => {
  const found = residents.find(({ shows: { en } }) => en === shows)
  if (!found) throw new Error(`nobody shows ${shows}`)
  return found
}
const coverageOf = (shows: string): MockCoverage => {
  const [newest] = person(shows).coverages
  if (!newest) throw new Error(`who shows ${shows} has no coverage`)
  return newest
}

describe('ID5', () => {
  test('is one for all numbers of a person, and another for everybody else', async () => {
    const { id5 } = openResolver()
    const ids = new Set<string>()
    const insured = residents.filter(({ coverages }) => coverages.length > 0)
    for (const { coverages, newest_unregistered } of insured) {
      const known = coverages.slice(newest_unregistered ? 1 : 0).filter(isIndividual)
      const all = await Promise.all(known.map(id5))
      expect(new Set(all).size).toBe(1)
      expect(all[0]).toMatch(/^[\w-]{43}$/)
      ids.add(all[0] ?? '')
    }
    expect(ids.size).toBe(insured.length)
  })

  test('is found however wide the characters are', async () => {
    const { id5 } = openResolver()
    const wide = coverageOf('full-width symbol')
    const narrow = { ...wide, symbol: '99-56', number: '1400014' }
    expect(wide.symbol).not.toBe(narrow.symbol)
    expect(await id5(narrow)).toBe(await id5(wide))
    expect(await id5(wide)).not.toBeNull()
  })

  test.for(['no symbol', 'late-stage elderly: no symbol, no branch'])(
    'treats absent, null and empty the same, and nothing else: %s',
    async (shows) => {
      const { id5 } = openResolver()
      const { insurer_number, symbol, number, branch } = coverageOf(shows)
      const known = await id5({ insurer_number, symbol, number, branch })
      expect(known).not.toBeNull()
      const given = { ...(symbol ? { symbol } : {}), ...(branch ? { branch } : {}) }
      expect(await id5({ insurer_number, number, ...given })).toBe(known)
      expect(await id5({ insurer_number, number, symbol: symbol || null, branch: branch || null })).toBe(
        known,
      )
      if (branch === '') expect(await id5({ insurer_number, symbol, number, branch: '00' })).toBeNull()
      if (symbol === '') expect(await id5({ insurer_number, symbol: '0', number, branch })).toBeNull()
    },
  )

  test('is not made from a number before 2020-10, but from the oldest number since', async () => {
    const { id5, seal } = openResolver()
    for (const shows of ['an old number without a branch', 'changed jobs twice']) {
      const { coverages } = person(shows)
      const old = coverages.at(-1)
      expect(old?.branch).toBe('')
      expect(await id5(old ?? {})).toBeNull()
      expect(await seal([old])).toEqual([{ error: 'unknown_coverage' }])
      expect(await id5(coverages[0] ?? {})).toMatch(/^[\w-]{43}$/)
    }
  })

  test('tells the members of a family apart by their branch', async () => {
    const { id5 } = openResolver()
    const family = residents.filter(({ name }) => name.startsWith('模擬 家族二'))
    expect(new Set(family.map(({ coverages: [own] }) => `${own?.symbol} ${own?.number}`)).size).toBe(1)
    const ids = await Promise.all(family.flatMap(({ coverages }) => coverages.map(id5)))
    expect(new Set(ids).size).toBe(4)
  })

  test('does not know a number that has not arrived yet, until it does', async () => {
    const { post, id5 } = openResolver()
    const { id, coverages } = person('new number not registered yet')
    const [fresh, old] = coverages
    const answer = await post('/id5', { coverage: fresh }, US)
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'unknown_coverage' }])
    const arrived = await post('/_control/coverages', { resident: id, ...fresh })
    expect(arrived.status).toBe(204)
    expect(await id5(fresh ?? {})).toBe(await id5(old ?? {}))
  })

  test('stays with its owner when an insurer registers the number for somebody else', async () => {
    const { post, id5 } = openResolver()
    const [one, other] = residents.filter(({ coverages }) => coverages.length > 0)
    const [number] = other?.coverages ?? []
    const before = await id5(number ?? {})
    const linked = { ...number, resident: one?.id, qualified_on: '2026-10-01' }
    expect((await post('/_control/coverages', linked)).status).toBe(204)
    expect(await id5(number ?? {})).toBe(before)
    expect(before).not.toBe(await id5(one?.coverages[0] ?? {}))
  })

  test.for(['', basic('erabu', 'guessed'), basic('holder-a', 'demo-holder-secret')])(
    'is only for us, not for "%s"',
    async (authorization) => {
      const { post } = openResolver()
      const answer = await post('/id5', { coverage: residents[0]?.coverages[0] }, authorization)
      expect([answer.status, await answer.json()]).toEqual([401, { error: 'invalid_client' }])
    },
  )
})

describe('sealed subjects', () => {
  const open = async (subject = '') => {
    const { plaintext } = await compactDecrypt(subject, sealKey)
    return JSON.parse(new TextDecoder().decode(plaintext)) as object
  }

  test('differ each time, and open to the same person for the database they were made for', async () => {
    const { seal, id5 } = openResolver()
    const known = coverageOf('changed jobs')
    const [[first], [again], [other]] = [
      await seal([known]),
      await seal([known]),
      await seal([known], 'demo-biobank'),
    ]
    expect(new Set([first?.subject, again?.subject, other?.subject]).size).toBe(3)
    expect(decodeProtectedHeader(first?.subject ?? '')).toEqual({ alg: 'dir', enc: 'A256GCM' })
    const content = { id5: await id5(known), aud: 'demo-registry', iat: expect.any(Number) }
    expect(await open(first?.subject)).toEqual(content)
    expect(await open(again?.subject)).toEqual(content)
    expect(await open(other?.subject)).toEqual({ ...content, aud: 'demo-biobank' })
  })

  test('come in the order of the coverages, with an error for each unknown one', async () => {
    const { seal, id5 } = openResolver()
    const [one, two] = [coverageOf('changed jobs'), coverageOf('kana symbol')]
    const answers = await seal([two, { ...one, number: '0' }, 'no coverage', one])
    expect(answers.map(({ error }) => error)).toEqual([
      undefined,
      'unknown_coverage',
      'invalid_coverage',
      undefined,
    ])
    expect(await open(answers[0]?.subject)).toMatchObject({ id5: await id5(two) })
    expect(await open(answers[3]?.subject)).toMatchObject({ id5: await id5(one) })
  })

  test.for(['ncd', 'biobank-tohoku', 'midnet', 'cancer-registry', 'not-in-the-catalogue'])(
    'are not made for holders that may not ask by law, for known and unknown people: %s',
    async (database) => {
      const { post } = openResolver()
      for (const coverage of [coverageOf('changed jobs'), { insurer_number: '0', number: '0' }]) {
        const answer = await post(`/sealed-subjects?database=${database}`, { coverages: [coverage] }, HOLDER)
        expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-eligible' }])
      }
    },
  )

  test('are made for public databases, certified producers and those of the demonstration', async () => {
    const { seal } = openResolver()
    const known = coverageOf('changed jobs')
    for (const database of [
      'ndb',
      'j-mimo',
      'demo-jisedai',
      'demo-registry',
      'demo-biobank',
      'demo-statutory',
    ])
      expect(await seal([known], database)).toEqual([{ subject: expect.any(String) }])
  })

  test('need a client, a database and a list', async () => {
    const { post } = openResolver()
    const path = '/sealed-subjects?database=demo-registry'
    expect((await post(path, { coverages: [] })).status).toBe(401)
    expect((await post(path, { coverages: [] }, basic('', 'demo-holder-secret'))).status).toBe(401)
    expect((await post('/sealed-subjects', { coverages: [] }, HOLDER)).status).toBe(400)
    expect((await post(path, {}, HOLDER)).status).toBe(400)
  })
})

test('down: everything but the control answers 503 and when to come again', async () => {
  const { post, id5, app } = openResolver()
  await post('/_control', { scenario: 'down' })
  const answer = await post('/id5', { coverage: coverageOf('changed jobs') }, US)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await (await app.request('/_control')).json()).toMatchObject({ scenario: 'down' })
  await post('/_control', { scenario: 'normal' })
  expect(await id5(coverageOf('changed jobs'))).not.toBeNull()
})

describe('the documented interface', () => {
  test('describes every answer to a holder', async () => {
    const { app, post } = openResolver()
    const document = (await (await app.request('/openapi.json')).json()) as ReturnType<
      typeof resolverDocument
    >
    const { responses } = document.paths['/sealed-subjects'].post
    const told = async (response: Response) => {
      const answer = responses[response.status as keyof typeof responses]
      expect(answer, String(response.status)).toBeDefined()
      const schema = z.fromJSONSchema(answer.content['application/json'].schema as never)
      expect(schema.safeParse(await response.json()).error).toBeUndefined()
      return response.status
    }
    const at = '/sealed-subjects?database=demo-registry'
    const coverages = [coverageOf('full-width symbol'), { number: 1 }, { insurer_number: '0', number: '0' }]
    const statuses = [
      await told(await post(at, { coverages }, HOLDER)),
      await told(await post(at, {}, HOLDER)),
      await told(await post('/sealed-subjects', { coverages }, HOLDER)),
      await told(await post(at, { coverages }, basic('holder-a', 'wrong'))),
      await told(await post('/sealed-subjects?database=unknown', { coverages }, HOLDER)),
    ]
    await app.request('/_control', { method: 'POST', body: '{"scenario":"down"}' })
    statuses.push(await told(await post(at, { coverages }, HOLDER)))
    expect(statuses).toEqual([200, 400, 400, 401, 403, 503])
  })
})
