import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isIndividual, reachedResolver } from '../../mocks/individual-number.ts'
import { residents } from '../../mocks/residents.ts'
import { assumedInFile, CATALOGUE_FILE } from '../../mocks/resolver/eligible.ts'
import type { resolverDocument } from '../../mocks/resolver/openapi.ts'
import { basic, coverageOf, HOLDER, openResolver, person, US, unsealed } from './resolver-visit.ts'

describe('ID5', () => {
  test('is one for all numbers of a person, and another for everybody else', async () => {
    const { id5 } = openResolver()
    const ids = new Set<string>()
    const numbered = residents.filter(
      ({ coverages, mixed_with }) => coverages.some(isIndividual) && mixed_with === null,
    )
    for (const { coverages, newest_unregistered } of numbered) {
      const known = coverages
        .slice(newest_unregistered ? 1 : 0)
        .filter((one) => isIndividual(one) && reachedResolver(one))
      const all = await Promise.all(known.map(id5))
      expect(new Set(all).size).toBe(1)
      expect(all[0]).toMatch(/^[\w-]{43}$/)
      ids.add(all[0] ?? '')
    }
    expect(ids.size).toBe(numbered.length)
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

  test('is of nobody who has only such a number, or none', async () => {
    const { id5, seal } = openResolver()
    const { coverages } = person('only a number from before 2020-10')
    expect(await id5(coverages[0] ?? {})).toBeNull()
    expect(await seal(coverages)).toEqual([{ error: 'unknown_coverage' }])
    expect(person('a newborn without a number').coverages).toEqual([])
    expect(await id5(coverageOf('uninsured before 2020-10'))).not.toBeNull()
  })

  test('of a number of public assistance exists since 2024-03', async () => {
    const { id5, seal } = openResolver()
    const [now, before] = person('came off public assistance').coverages
    expect(before?.insurer_number).toMatch(/^12/)
    expect(await id5(before ?? {})).toBe(await id5(now ?? {}))
    expect(await id5(before ?? {})).not.toBeNull()
    const [later, tooEarly] = person('came off public assistance before 2024-03').coverages
    expect(tooEarly?.insurer_number).toMatch(/^12/)
    expect(await seal([tooEarly, later])).toEqual([
      { error: 'unknown_coverage' },
      { subject: expect.any(String) },
    ])
  })

  test('is of nobody by a recipient number whose check digit is wrong, nor can one be registered', async () => {
    const { id5, post } = openResolver()
    const { id, coverages } = person('public assistance')
    const [own] = coverages
    expect(await id5(own ?? {})).not.toBeNull()
    const wrong = { ...own, number: '0000019' }
    expect(await id5(wrong)).toBeNull()
    expect((await post('/_control/coverages', { resident: id, ...wrong })).status).toBe(400)
    expect(await id5(wrong)).toBeNull()
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
    const content = { scheme: 'id5', id5: await id5(known), aud: 'demo-registry', iat: expect.any(Number) }
    expect(await unsealed(first?.subject)).toEqual(content)
    expect(await unsealed(again?.subject)).toEqual(content)
    expect(await unsealed(other?.subject)).toEqual({ ...content, aud: 'demo-biobank' })
  })

  test('are of one length, whatever is in them', async () => {
    const { post, seal } = openResolver()
    const [namesake, alone, corrected] = [
      'somebody else has the same name, birth date and sex: one',
      'changed jobs',
      'was taken for two people, and corrected',
    ].map(person)
    const id4 = (kana = '') => ({ id4: { kana, birth_date: namesake?.birth_date, sex: namesake?.sex } })
    const numbers = [alone?.coverages[0], corrected?.coverages[0]]
    const answer = await post(
      '/issuer/sealed-subjects?database=demo-registry',
      { coverages: [...numbers, ...person('only a number from before 2020-10').coverages] },
      HOLDER,
    )
    const { subjects } = (await answer.json()) as { subjects: { subject?: string }[] }
    const { kana, birth_date, sex } = alone ?? {}
    const sealed = await seal([
      ...numbers,
      id4(namesake?.kana),
      id4('ダレカ'),
      { id4: { kana, birth_date, sex } },
    ])
    const lengths = [...subjects, ...sealed].map(({ subject }) => subject?.length)
    expect(lengths).toHaveLength(8)
    expect(lengths[0]).toBeGreaterThan(256)
    expect(new Set(lengths).size).toBe(1)
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
    expect(await unsealed(answers[0]?.subject)).toMatchObject({ id5: await id5(two) })
    expect(await unsealed(answers[3]?.subject)).toMatchObject({ id5: await id5(one) })
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

  test('name those that only the demonstration lets ask', () => {
    expect(assumedInFile(CATALOGUE_FILE)).toEqual(['demo-registry', 'demo-biobank'])
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
  test.for(['/sealed-subjects', '/issuer/sealed-subjects'] as const)(
    'describes every answer to a holder at %s',
    async (path) => {
      const { app, post } = openResolver()
      const document = (await (await app.request('/openapi.json')).json()) as ReturnType<
        typeof resolverDocument
      >
      const { responses } = document.paths[path].post
      const told = async (response: Response) => {
        const answer = responses[response.status as keyof typeof responses]
        expect(answer, String(response.status)).toBeDefined()
        const schema = z.fromJSONSchema(answer.content['application/json'].schema as never)
        expect(schema.safeParse(await response.json()).error).toBeUndefined()
        return response.status
      }
      const at = `${path}?database=demo-registry`
      const coverages = [
        coverageOf('full-width symbol'),
        { number: 1 },
        { insurer_number: '0', number: '0' },
        { id4: { kana: 'ダレカ', birth_date: '1999-01-01', sex: 'unknown' } },
      ]
      const statuses = [
        await told(await post(at, { coverages }, HOLDER)),
        await told(await post(at, {}, HOLDER)),
        await told(await post(path, { coverages }, HOLDER)),
        await told(await post(at, { coverages }, basic('holder-a', 'wrong'))),
        await told(await post(`${path}?database=unknown`, { coverages }, HOLDER)),
      ]
      await app.request('/_control', { method: 'POST', body: '{"scenario":"down"}' })
      statuses.push(await told(await post(at, { coverages }, HOLDER)))
      expect(statuses).toEqual([200, 400, 400, 401, 403, 503])
    },
  )
})
