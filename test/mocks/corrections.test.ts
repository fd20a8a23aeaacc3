import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCorrections } from '../../mocks/resolver/corrections.ts'
import { HOLDER, openResolver, person, US, unsealed } from './resolver-visit.ts'

type Resolver = ReturnType<typeof openResolver>
type Known = { id5: string | null; was?: string[] }

const correct = async ({ post }: Resolver, kind: string, residents: unknown) => {
  const answer = await post('/_control/corrections', { kind, residents })
  return answer.status === 204 ? 204 : [answer.status, ((await answer.json()) as { error: string }).error]
}
/** What is said of the person with the newest number of whoever shows this: to us, and in both kinds of seals. */
async function told({ post }: Resolver, shows: string): Promise<Known> {
  const [coverage] = person(shows).coverages
  const answer = (await (await post('/id5', { coverage }, US)).json()) as Known
  for (const room of ['', '/issuer']) {
    const path = `${room}/sealed-subjects?database=demo-registry`
    const sealed = await post(path, { coverages: [coverage] }, HOLDER)
    const { subjects } = (await sealed.json()) as { subjects: { subject: string }[] }
    const { scheme: _, kyotsu: __, aud: ___, iat: ____, ...content } = await unsealed(subjects[0]?.subject)
    expect(content, path).toEqual(answer)
  }
  return answer
}

const [BEFORE, NOW] = ['before', 'now'].map((which) => `one person whom the resolver takes for two: ${which}`)
const [ONE, OTHER] = ['one', 'other'].map((which) => `has one ID5 together with somebody else: ${which}`)
const idsOf = (...shows: (string | undefined)[]) => shows.map((one) => person(one ?? '').id)

describe('a correction of who is who', () => {
  test('that was made before says under which ID5 the person was known', async () => {
    const resolver = openResolver()
    const { coverages } = person('was taken for two people, and corrected')
    const { id5, was } = await told(resolver, 'was taken for two people, and corrected')
    expect(was).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
    expect(was).not.toContain(id5)
    expect(await resolver.id5(coverages[1] ?? {})).toBe(id5)
    expect(await told(resolver, 'changed jobs')).toEqual({ id5: expect.any(String) })
  })

  test('merges two into the older ID5, and names the one that was given up', async () => {
    const resolver = openResolver()
    const [before, now] = [await told(resolver, BEFORE ?? ''), await told(resolver, NOW ?? '')]
    expect(before.id5).not.toBe(now.id5)
    expect(await correct(resolver, 'merge', idsOf(NOW, BEFORE))).toBe(204)
    for (const shows of [BEFORE, NOW])
      expect(await told(resolver, shows ?? '')).toEqual({ id5: before.id5, was: [now.id5] })
    expect(await correct(resolver, 'merge', idsOf(NOW, BEFORE))).toEqual([409, 'nothing_to_correct'])
  })

  test('splits two who had one ID5: who moves was known under it, and the other keeps it', async () => {
    const resolver = openResolver()
    const shared = await told(resolver, ONE ?? '')
    expect(await told(resolver, OTHER ?? '')).toEqual(shared)
    expect(await correct(resolver, 'split', idsOf(ONE, OTHER))).toBe(204)
    expect(await told(resolver, ONE ?? '')).toEqual(shared)
    const moved = await told(resolver, OTHER ?? '')
    expect(moved).toEqual({ id5: expect.any(String), was: [shared.id5] })
    expect(moved.id5).not.toBe(shared.id5)
    expect(await correct(resolver, 'split', idsOf(ONE, OTHER))).toEqual([409, 'nothing_to_correct'])
  })

  test('can be taken back: each has their own ID5 again', async () => {
    const resolver = openResolver()
    const [before, now] = [await told(resolver, BEFORE ?? ''), await told(resolver, NOW ?? '')]
    await correct(resolver, 'merge', idsOf(BEFORE, NOW))
    expect(await correct(resolver, 'split', idsOf(BEFORE, NOW))).toBe(204)
    expect(await told(resolver, BEFORE ?? '')).toEqual(before)
    expect(await told(resolver, NOW ?? '')).toEqual({ ...now, was: [before.id5] })
  })

  test('shows in the candidates of ID4, each ID5 once', async () => {
    const resolver = openResolver()
    const namesakes = ['one', 'other'].map((which) =>
      person(`somebody else has the same name, birth date and sex: ${which}`),
    )
    const [{ kana, birth_date, sex } = person('')] = namesakes
    const candidates = async () => {
      const [sealed] = await resolver.seal([{ id4: { kana, birth_date, sex } }])
      return (await unsealed(sealed?.subject)).candidates
    }
    expect(await candidates()).toHaveLength(2)
    expect(
      await correct(
        resolver,
        'merge',
        namesakes.map(({ id }) => id),
      ),
    ).toBe(204)
    expect(await candidates()).toEqual([await resolver.id5(namesakes[0]?.coverages[0] ?? {})])
  })

  test('that cannot be made is refused, and changes nothing', async () => {
    const resolver = openResolver()
    const before = await told(resolver, 'changed jobs')
    expect(await correct(resolver, 'swap', ['r01', 'r02'])).toEqual([400, 'invalid_request'])
    expect(await correct(resolver, 'merge', ['r01'])).toEqual([400, 'invalid_request'])
    expect(await correct(resolver, 'merge', ['r01', 'r999'])).toEqual([404, 'unknown_resident'])
    for (const [kind, pair] of [
      ['split', ['r01', 'r02']],
      ['split', ['r01', 'r01']],
      ['merge', ['r01', 'r01']],
      ['merge', ['r01', person('a newborn without a number').id]],
    ] as const)
      expect(await correct(resolver, kind, pair)).toEqual([409, 'nothing_to_correct'])
    expect(await told(resolver, 'changed jobs')).toEqual(before)
  })

  test('in any course: two share an ID5 exactly when they were merged, and nobody was what they are', () => {
    const people = Array.from({ length: 5 }, (_, i) => ({
      id: `p${i}`,
      coverages: [
        {
          insurer_number: '06990014',
          symbol: '',
          number: `${i}`,
          branch: '01',
          qualified_on: `20${10 + ((i * 3) % 5)}-04-01`,
          ended_on: '',
        },
      ],
    }))
    const act = fc.tuple(fc.constantFrom('merge' as const, 'split' as const), fc.nat(4), fc.nat(4))
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const corrections = createCorrections<(typeof people)[number]>(({ id }) => id)
        for (const [kind, one, other] of acts) {
          const [a, b] = [people[one], people[other]]
          if (!a || !b) throw new Error('there are five')
          const before = people.map((someone) => corrections.id5Of(someone))
          const together = before[one] === before[other]
          const corrected = corrections.correct(kind, a, b)
          expect(corrected).toBe(one !== other && together === (kind === 'split'))
          expect(corrections.id5Of(a) === corrections.id5Of(b)).toBe(corrected ? kind === 'merge' : together)
          for (const [i, someone] of people.entries()) {
            const now = corrections.id5Of(someone)
            expect(corrections.was(someone)).not.toContain(now)
            // Whoever is known under another ID5 from now on is told under which they were known.
            if (now !== before[i]) expect(corrections.was(someone)).toContain(before[i])
          }
        }
      }),
    )
  })
})
