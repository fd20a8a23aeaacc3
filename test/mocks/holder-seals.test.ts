import { afterEach, describe, expect, test, vi } from 'vitest'
import { recordedUnder } from '../../mocks/holder/population.ts'
import { createSeals, type Sealed } from '../../mocks/holder/seals.ts'
import { openResolver, person, unsealed } from './resolver-visit.ts'

const DATABASE = 'demo-registry'
const RESOLVER = 'http://resolver.test'
const NAMED = person('somebody else has the same name, birth date and sex: one')
const NUMBERED = person('changed jobs')
const WITHOUT_ID5 = person('only a number from before 2020-10')
/** Records in an order in which no two neighbours are sealed by the same. */
const RECORDS = [NUMBERED, NAMED, WITHOUT_ID5].map((one) => recordedUnder(DATABASE, one))

afterEach(() => vi.unstubAllGlobals())

function sealsOf(issuerUrl: string | null) {
  const { post } = openResolver()
  vi.stubGlobal('fetch', (url: string, init: { body: string; headers: { authorization: string } }) =>
    post(url.replace(RESOLVER, ''), JSON.parse(init.body), init.headers.authorization),
  )
  return createSeals({
    resolverUrl: RESOLVER,
    issuerUrl,
    client_id: 'holder-a',
    secret: 'demo-holder-secret',
  })
}

const contentsOf = (sealed: Sealed[]) =>
  Promise.all(sealed.map(async (one) => ('error' in one ? one.error : await unsealed(one.subject))))

describe('what a simulated holder has sealed', () => {
  test('is the new identifier where it is in use, but ID4 of a record by name', async () => {
    const { sealRows } = sealsOf(`${RESOLVER}/issuer`)
    expect(await contentsOf(await sealRows(DATABASE, RECORDS))).toMatchObject([
      { scheme: 'kyotsu', id5: expect.any(String) },
      { scheme: 'id4' },
      { scheme: 'kyotsu', id5: null },
    ])
  })

  test('is ID5 where it is not, and nobody whose number gives none', async () => {
    const { sealRows } = sealsOf(null)
    expect(await contentsOf(await sealRows(DATABASE, RECORDS))).toMatchObject([
      { scheme: 'id5' },
      { scheme: 'id4' },
      'unknown_coverage',
    ])
  })

  test('is never the new identifier for somebody else than Erabu', async () => {
    const { seal } = sealsOf(`${RESOLVER}/issuer`)
    expect(await contentsOf(await seal(DATABASE, RECORDS))).toMatchObject([
      { scheme: 'id5' },
      { scheme: 'id4' },
      'unknown_coverage',
    ])
  })

  test('is told by whom it was refused', async () => {
    const { sealRows } = sealsOf(`${RESOLVER}/issuer`)
    await expect(sealRows('ncd', RECORDS.slice(0, 1))).rejects.toThrow('the issuer answered 403')
    await expect(sealRows('ncd', RECORDS.slice(1, 2))).rejects.toThrow('the resolver answered 403')
  })
})
