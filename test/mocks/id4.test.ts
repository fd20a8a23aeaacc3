import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { id4Of, normaliseKana } from '../../mocks/id4.ts'
import { type Resident, residents } from '../../mocks/residents.ts'
import { resolverDocument } from '../../mocks/resolver/openapi.ts'
import { coverageOf, HOLDER, openResolver, person, unsealed } from './resolver-visit.ts'

const identityOf = ({ kana, birth_date, sex }: Resident) => ({ kana, birth_date, sex })
const entryOf = (resident: Resident) => ({ id4: identityOf(resident) })
const AT = '/sealed-subjects?database=demo-registry'

/** What the api reads when a holder has only these three values. */
async function matched({ seal }: ReturnType<typeof openResolver>, id4: object) {
  const [answer] = await seal([{ id4 }])
  return answer?.subject ? await unsealed(answer.subject) : answer
}

describe('a カナ氏名 is compared', () => {
  test.for([
    ['half width', 'ﾓｷﾞ ﾀﾛｳ', 'モギタロウ'],
    ['hiragana', 'もぎ　たろう', 'モギタロウ'],
    ['voicing marks apart', 'モキ゛ ハ゜ル', 'モギパル'],
    ['decomposed', 'ハ\u3099ハ\u309aか\u3099', 'バパガ'],
    ['small kana kept', 'ｷｮｳｺ きよこ', 'キョウコキヨコ'],
    ['long vowel, middle dot, ヴ, repetition', 'ｼﾞｮｰ･ゔぃいすゞ', 'ジョー・ヴィイスヾ'],
  ])('%s', ([, written, compared]) => expect(normaliseKana(written ?? '')).toBe(compared))

  const letters = fc.string({
    unit: fc.integer({ min: 0x30a1, max: 0x30f6 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 20,
  })
  const asHiragana = (text: string) =>
    [...text].map((letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60)).join('')
  const asSpaced = (text: string, spaces: number[]) =>
    [...text].map((letter, i) => letter + ['', ' ', '　', '\t'][(spaces[i] ?? 0) % 4]).join('')

  test('alike in any spelling of the same letters, and differently for other letters', () => {
    fc.assert(
      fc.property(letters, letters, fc.array(fc.nat(3)), (kana, other, spaces) => {
        const spellings = [
          asHiragana(kana),
          kana.normalize('NFD'),
          asSpaced(kana, spaces),
          asSpaced(asHiragana(kana), spaces),
        ]
        for (const spelling of spellings) expect(normaliseKana(spelling)).toBe(kana)
        const id = (name: string) => id4Of({ kana: name, birth_date: '2000-02-29', sex: 'male' })
        for (const spelling of spellings) expect(id(spelling)).toBe(id(kana))
        expect(id(other) === id(kana)).toBe(other === kana)
      }),
    )
  })
})

describe('ID4', () => {
  test('names the one person who has these three values, by their ID5', async () => {
    const resolver = openResolver()
    const identity = identityOf(person('changed jobs'))
    const content = await matched(resolver, { ...identity, kana: 'もぎ　たろう' })
    expect(content).toEqual({
      scheme: 'id4',
      id4: id4Of(identity),
      candidates: [await resolver.id5(coverageOf('changed jobs'))],
      aud: 'demo-registry',
      iat: expect.any(Number),
    })
    expect(content).toMatchObject({ id4: expect.stringMatching(/^[\w-]{43}$/) })
  })

  test('names nobody when one of the three differs, and is sealed all the same', async () => {
    const resolver = openResolver()
    const identity = identityOf(person('changed jobs'))
    for (const other of [{ kana: 'モギ タロ' }, { birth_date: '1988-05-15' }, { sex: 'unknown' }])
      expect(await matched(resolver, { ...identity, ...other })).toMatchObject({ candidates: [] })
  })

  test('names both of two people whose three values are the same', async () => {
    const resolver = openResolver()
    const [one, other] = ['one', 'other'].map((which) =>
      person(`somebody else has the same name, birth date and sex: ${which}`),
    )
    if (!one || !other) throw new Error('there are two')
    expect(identityOf(one)).toEqual(identityOf(other))
    const both = await Promise.all([one, other].map(({ coverages }) => resolver.id5(coverages[0] ?? {})))
    expect(new Set(both).size).toBe(2)
    expect(await matched(resolver, identityOf(one))).toMatchObject({ candidates: both.toSorted() })
  })

  test('leaves out whoever has no ID5, until they have one', async () => {
    const resolver = openResolver()
    const nobody = person('a newborn without a number')
    expect(await matched(resolver, identityOf(nobody))).toMatchObject({ candidates: [] })
    const first = { insurer_number: '06990014', symbol: '初', number: '1', branch: '01' }
    const change = { resident: nobody.id, ...first, qualified_on: '2026-12-01' }
    expect((await resolver.post('/_control/coverages', change)).status).toBe(204)
    expect(await matched(resolver, identityOf(nobody))).toMatchObject({
      candidates: [await resolver.id5(first)],
    })
  })

  test('names everybody who has the values, sorted and each once, in seals that all differ', async () => {
    const template = person('changed jobs')
    const names = ['モギ アイ', 'もぎあい', 'モギ ウエ']
    const days = ['1990-01-01', '1990-01-02']
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2), fc.nat(1), fc.boolean()), { maxLength: 12 }),
        async (drawn) => {
          const people = drawn.map(([name, day, insured], i): Resident => {
            const coverage = {
              ...coverageOf('changed jobs'),
              number: String(1000 + i),
              branch: insured ? '01' : '',
            }
            return {
              ...template,
              id: `p${i}`,
              kana: names[name] ?? '',
              birth_date: days[day] ?? '',
              coverages: [coverage],
            }
          })
          const resolver = openResolver(people)
          const ids = await Promise.all(people.map(({ coverages: [own] }) => resolver.id5(own ?? {})))
          for (const [name, day] of [
            ['モギアイ', 0],
            ['モギウエ', 1],
          ] as const) {
            const same = people.map((one) => normaliseKana(one.kana) === name && one.birth_date === days[day])
            const expected = ids.filter((id, i) => same[i] && id !== null).toSorted()
            const entry = { id4: { kana: name, birth_date: days[day], sex: template.sex } }
            const sealed = await resolver.seal([entry, entry])
            expect(new Set(sealed.map(({ subject }) => subject)).size).toBe(2)
            for (const { subject } of sealed) expect((await unsealed(subject)).candidates).toEqual(expected)
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test('of an entry that is wrong is refused in its place, and the others are sealed', async () => {
    const { seal } = openResolver()
    const right = entryOf(person('changed jobs'))
    const wrong = [
      { kana: '模擬太郎' },
      { kana: 'Mogi Taro' },
      { kana: ' ' },
      { kana: '' },
      { kana: 'ア'.repeat(129) },
      { birth_date: '1988-02-30' },
      { birth_date: '19880514' },
      { birth_date: '' },
      { sex: 'man' },
      { sex: null },
      { name: '模擬 太郎' },
    ].map((part) => ({ id4: { ...right.id4, ...part } }))
    const both = { ...coverageOf('changed jobs'), ...right }
    const answers = await seal([right, ...wrong, { id4: {} }, { id4: null }, both, right])
    expect(answers.map(({ error }) => error ?? 'sealed')).toEqual([
      'sealed',
      ...wrong.map(() => 'invalid_coverage'),
      'invalid_coverage',
      'invalid_coverage',
      'invalid_coverage',
      'sealed',
    ])
  })

  test('is only for holders that may ask by law', async () => {
    const { post } = openResolver()
    const coverages = [entryOf(person('changed jobs'))]
    const answer = await post('/sealed-subjects?database=ncd', { coverages }, HOLDER)
    expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-eligible' }])
    expect((await post(AT, { coverages })).status).toBe(401)
  })

  test('rests on values that the control shows', async () => {
    const { residents: shown } = (await (await openResolver().app.request('/_control')).json()) as {
      residents: object[]
    }
    const { id } = person('changed jobs')
    expect(shown).toContainEqual(expect.objectContaining({ id, ...identityOf(person('changed jobs')) }))
  })

  test('is documented as it is asked', () => {
    const { requestBody, description } =
      resolverDocument('https://resolver.example').paths['/sealed-subjects'].post
    const schema = z.fromJSONSchema(requestBody.content['application/json'].schema as never)
    const right = entryOf(person('changed jobs'))
    expect(schema.safeParse({ coverages: [right, coverageOf('changed jobs')] }).success).toBe(true)
    for (const wrong of [{ id4: { ...right.id4, sex: 'man' } }, { ...coverageOf('changed jobs'), ...right }])
      expect(schema.safeParse({ coverages: [wrong] }).success).toBe(false)
    expect(description).toContain('no number of their own')
  })
})

test('only the two who show it share カナ氏名, 生年月日 and 性別', () => {
  const shared = [...Map.groupBy(residents, id4Of).values()].filter(({ length }) => length > 1)
  expect(shared.map((some) => some.map(({ shows }) => shows.en))).toEqual([
    [
      'somebody else has the same name, birth date and sex: one',
      'somebody else has the same name, birth date and sex: other',
    ],
  ])
  for (const { kana, birth_date } of residents) {
    expect(kana, kana).toMatch(/^(モギ|カリ) [ァ-ヺー]+( [ァ-ヺー]+)?$/)
    expect(new Date(birth_date).toISOString().slice(0, 10)).toBe(birth_date)
  }
})
