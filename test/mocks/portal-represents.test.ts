import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { FAMILY, RESIDENTS } from '../support/people.ts'
import { openPortal } from './portal-visit.ts'

type Entry = { ref: string; relation: string; until: string | null; age_band: string }
type Said = {
  sub: string
  age_band: string
  isNotDisclosed: boolean
  represents?: Entry[]
  represented?: Entry
  current: { InsuredBranchNumber: string }
}

/** A visit of a resident at the portal on a day; `asked` fetches the result, about somebody else by `ref`. */
async function visit(resident: string, day = '2026-11-30', self_from_age = 16) {
  const portal = await openPortal({ residents: structuredClone(RESIDENTS), now: () => new Date(day) })
  const { access_token, sub } = await portal.tokenOf(resident)
  const process = await portal.order(access_token, 'a nonce', { self_from_age })
  const asked = (represented?: string) =>
    portal.result(access_token, process, represented === undefined ? {} : { represented })
  const said = async (ref?: string) =>
    decodeJwt<Said>(((await (await asked(ref)).json()) as { result: string }).result)
  return { portal, sub, asked, said }
}

describe('whom somebody may act for', () => {
  test('is said with a last day and an age band, and no birth date', async () => {
    const { said } = await visit('mother')
    const { represents, ...rest } = await said()
    const entry = { ref: expect.stringMatching(/^[\w-]{43}$/) }
    expect(represents).toEqual([
      { ...entry, relation: 'child', until: '2037-03-31', age_band: 'under-self-age' },
      { ...entry, relation: 'child', until: '2039-05-31', age_band: 'under-self-age' },
      { ...entry, relation: 'child', until: '2027-11-30', age_band: 'adult' },
      { ...entry, relation: 'ward', until: null, age_band: 'adult' },
      { ...entry, relation: 'child', until: '2036-02-01', age_band: 'under-self-age' },
    ])
    expect(JSON.stringify(rest)).not.toMatch(/birth|1946|2019-04-01T/)
  })

  test('is nobody for most people, and nothing is said then', async () => {
    expect((await (await visit('ordinary-1')).said()).represents).toBeUndefined()
  })

  test('has another name for each representative', async () => {
    const [mothers, fathers] = await Promise.all(
      ['mother', 'father'].map(async (one) => (await (await visit(one)).said()).represents ?? []),
    )
    const refs = [...(mothers ?? []), ...(fathers ?? [])].map(({ ref }) => ref)
    expect(new Set(refs).size).toBe(refs.length)
  })

  test('is not somebody under protection, unless the portal says so', async () => {
    const bandsOf = async (one: string) => (await (await visit(one)).said()).represents?.length
    expect(await bandsOf('mother')).toBe(5)
    expect(await bandsOf('father')).toBe(3)
  })

  test('ends on the day before a child is 18, and when it is withdrawn', async () => {
    const { daughter } = FAMILY
    const there = async (day: string) =>
      (await (await visit('father', day)).said()).represents?.some(({ until }) => until === '2027-11-30')
    expect(daughter.birth_date).toBe('2009-12-01')
    expect(await there('2027-11-30T12:00:00+09:00')).toBe(true)
    expect(await there('2027-12-01T00:00:00+09:00')).toBe(false)
    const { portal, said } = await visit('mother')
    const ward = { resident: 'grandmother', by: 'mother', relation: 'ward', withdrawn: true }
    expect((await portal.post('/_control/representations', ward)).status).toBe(204)
    expect((await said()).represents?.map(({ relation }) => relation)).not.toContain('ward')
  })

  test('is told apart by the age that the client asks about, from the birthday on', async () => {
    const band = async (day: string, age: number) =>
      (await (await visit('daughter', day, age)).said()).age_band
    expect(await band('2025-11-30T12:00:00+09:00', 16)).toBe('under-self-age')
    expect(await band('2025-12-01T00:00:00+09:00', 16)).toBe('adult')
    expect(await band('2025-12-01T00:00:00+09:00', 18)).toBe('under-self-age')
  })
})

describe('a result about somebody whom one may act for', () => {
  test('has their coverage, and is bound to whoever signed in', async () => {
    const { sub, said } = await visit('mother')
    const [child] = (await said()).represents ?? []
    const about = await said(child?.ref)
    expect(about).toMatchObject({
      sub,
      represented: child,
      isNotDisclosed: false,
      current: { InsuredBranchNumber: '02' },
    })
    expect(about.represents).toBeUndefined()
    expect(JSON.stringify(about)).not.toContain('resident')
  })

  test('is refused about anybody else, and once it was withdrawn', async () => {
    const { portal, asked, said } = await visit('mother')
    const [child] = (await said()).represents ?? []
    const others = (await (await visit('father')).said()).represents ?? []
    expect((await asked(others[0]?.ref)).status).toBe(403)
    expect((await asked('child')).status).toBe(403)
    await portal.post('/_control/representations', { resident: 'child', by: 'mother', withdrawn: true })
    expect((await asked(child?.ref)).status).toBe(403)
  })
})
