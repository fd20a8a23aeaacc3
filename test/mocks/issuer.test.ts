import { describe, expect, test } from 'vitest'
import { residents } from '../../mocks/residents.ts'
import { basic, coverageOf, HOLDER, openResolver, person, US, unsealed } from './resolver-visit.ts'

type Resolver = ReturnType<typeof openResolver>
const kyotsu = async ({ post }: Resolver, coverage: object | undefined, authorization = US) => {
  const answer = await post('/issuer/ids', { coverage }, authorization)
  return [answer.status, await answer.json()] as [number, { kyotsu?: string; error?: string }]
}
const seal = async ({ post }: Resolver, coverages: unknown[], database = 'demo-registry') => {
  const answer = await post(`/issuer/sealed-subjects?database=${database}`, { coverages }, HOLDER)
  return [answer.status, await answer.json()] as [
    number,
    { subjects: { subject?: string; error?: string }[] },
  ]
}
const contentOf = async (resolver: Resolver, coverage: object | undefined) => {
  const [, { subjects }] = await seal(resolver, [coverage])
  return unsealed(subjects[0]?.subject)
}

const HOUSEHOLD = 'an old number without a branch'

describe('the common identifier', () => {
  test('is one for all numbers of a person, and another for everybody else', async () => {
    const resolver = openResolver()
    const ids = new Set<string>()
    let people = 0
    for (const { coverages, newest_unregistered, shows } of residents) {
      const known = coverages.slice(newest_unregistered ? 1 : 0)
      if (known.length === 0 || /household|an old number|before 2024-03/.test(shows.en)) continue
      const answers = await Promise.all(known.map((coverage) => kyotsu(resolver, coverage)))
      for (const [status, { kyotsu: id = '' }] of answers) {
        expect([status, id], shows.en).toEqual([200, expect.stringMatching(/^[\w-]{43}$/)])
        ids.add(id)
      }
      people += 1
    }
    expect(ids.size).toBe(people)
  })

  test('stays the same when the first number of a person becomes known', async () => {
    const resolver = openResolver()
    const { id, coverages } = person('only a number from before 2020-10')
    const before = await contentOf(resolver, coverages[0])
    expect(before).toMatchObject({ scheme: 'kyotsu', id5: null })
    const job = { insurer_number: '06990014', symbol: '新', number: '48', branch: '01' }
    const change = { resident: id, ...job, qualified_on: '2026-12-01' }
    expect((await resolver.post('/_control/coverages', change)).status).toBe(204)
    expect(await contentOf(resolver, job)).toMatchObject({
      kyotsu: before.kyotsu,
      id5: await resolver.id5(job),
    })
    expect(await resolver.id5(job)).not.toBeNull()
  })

  test('is sealed with ID5 beside it, for one database, differently each time', async () => {
    const resolver = openResolver()
    const known = coverageOf('changed jobs')
    const [, { subjects }] = await seal(resolver, [known, known])
    expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(2)
    const [, { kyotsu: id }] = await kyotsu(resolver, known)
    for (const { subject } of subjects)
      expect(await unsealed(subject)).toEqual({
        scheme: 'kyotsu',
        kyotsu: id,
        id5: await resolver.id5(known),
        aud: 'demo-registry',
        iat: expect.any(Number),
      })
  })

  test('is of nobody by a number that several of a household had, and never by a name', async () => {
    const resolver = openResolver()
    const old = person(HOUSEHOLD).coverages.at(-1)
    expect(person('shared an old household number with somebody').coverages.at(-1)).toMatchObject({
      symbol: old?.symbol,
      number: old?.number,
    })
    expect(await kyotsu(resolver, old)).toEqual([404, { error: 'unknown_coverage' }])
    const { kana, birth_date, sex } = person('changed jobs')
    const coverages = [old, { id4: { kana, birth_date, sex } }, 'no coverage', coverageOf(HOUSEHOLD)]
    const [, { subjects }] = await seal(resolver, coverages)
    expect(subjects.map(({ error }) => error)).toEqual([
      'unknown_coverage',
      'invalid_coverage',
      'invalid_coverage',
      undefined,
    ])
  })

  test('is told in clear to us alone, and sealed only for holders that may ask', async () => {
    const resolver = openResolver()
    const known = coverageOf('changed jobs')
    for (const wrong of ['', HOLDER, basic('erabu', 'guessed')])
      expect(await kyotsu(resolver, known, wrong)).toEqual([401, { error: 'invalid_client' }])
    expect(await kyotsu(resolver, undefined)).toEqual([400, { error: 'invalid_request' }])
    expect(await seal(resolver, [known], 'ncd')).toEqual([403, { error: 'not-eligible' }])
    const body = { coverages: [known] }
    expect((await resolver.post('/issuer/sealed-subjects?database=demo-registry', body)).status).toBe(401)
    expect((await resolver.post('/issuer/sealed-subjects', body, HOLDER)).status).toBe(400)
  })
})

test('issuer-down: the issuer alone answers 503 and when to come again', async () => {
  const resolver = openResolver()
  await resolver.post('/_control', { scenario: 'issuer-down' })
  const answer = await resolver.post('/issuer/ids', { coverage: coverageOf('changed jobs') }, US)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await resolver.id5(coverageOf('changed jobs'))).not.toBeNull()
  await resolver.post('/_control', { scenario: 'down' })
  expect((await resolver.post('/issuer/ids', {}, US)).status).toBe(503)
})
