import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { VALIDITY } from '../../mocks/portal/validity.ts'
import { residents } from '../../mocks/residents.ts'
import { ISSUER, openPortal } from './portal-visit.ts'

type Portal = Awaited<ReturnType<typeof openPortal>>

/** The content of a result, verified with the portal's published key. */
async function verified({ app }: Portal, answer: Response): Promise<JWTPayload> {
  const keys = createLocalJWKSet((await (await app.request('/jwks.json')).json()) as JSONWebKeySet)
  const { result } = (await answer.json()) as { result: string }
  const options = { typ: 'portal-result+jwt', algorithms: ['ES256'], issuer: ISSUER, audience: 'erabu' }
  return (await jwtVerify(result, keys, options)).payload
}

async function resultOf(portal: Portal, resident: string) {
  const { access_token, sub } = await portal.tokenOf(resident)
  const answer = await portal.result(access_token, await portal.order(access_token))
  return { sub, payload: await verified(portal, answer) }
}

const byPeculiarity = (shows: string) => residents.find(({ shows: { en } }) => en === shows)?.id ?? ''

describe('a result', () => {
  test('is signed, bound to person and nonce, and contains the newest coverage and the history', async () => {
    const portal = await openPortal()
    const { sub, payload } = await resultOf(portal, 'r02')
    expect(payload).toMatchObject({
      sub,
      nonce: 'a nonce',
      ResultCode: 'OK',
      isNotDisclosed: false,
      current: { InsuredCardSymbol: '公999', QualificationDate: '2024-10-01', QualificationValidity: '1' },
      history: [
        { DisqualificationDate: '2024-10-01', QualificationValidity: '3' },
        { DisqualificationDate: '2019-04-01', QualificationValidity: '3' },
      ],
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
  })

  test('says each code of validity, of somebody in this world', async () => {
    const portal = await openPortal()
    const said = new Map<string, string>()
    const all = new Set<string>()
    for (const { id, shows } of residents) {
      const { payload } = await resultOf(portal, id)
      const {
        QualificationValidity: whole,
        current,
        history,
      } = payload as unknown as {
        QualificationValidity: string
        current: { QualificationValidity: string } | null
        history: { QualificationValidity: string }[]
      }
      said.set(shows.en, whole)
      for (const one of [
        whole,
        current?.QualificationValidity,
        ...history.map((past) => past.QualificationValidity),
      ])
        if (one) all.add(one)
    }
    expect([...all].toSorted()).toEqual(Object.keys(VALIDITY))
    expect(said.get('changed jobs')).toBe('1')
    expect(said.get('new coverage has not reached the portal')).toBe('2')
    expect(said.get('a newborn without a number')).toBe('4')
    expect(said.get('two valid coverages')).toBe('5')
    expect(said.get('public assistance not registered yet')).toBe('6')
    await portal.play('no-data')
    expect((await resultOf(portal, 'r01')).payload).toMatchObject({ QualificationValidity: '4' })
  })

  test('has both of two valid coverages, and an end only of what ended', async () => {
    const { payload } = await resultOf(await openPortal(), byPeculiarity('two valid coverages'))
    const { current, history } = payload as { current: object; history: object[] }
    expect([current, ...history]).toMatchObject([
      { QualificationDate: '2026-04-01', QualificationValidity: '1' },
      { QualificationDate: '2022-10-01', QualificationValidity: '1' },
    ])
    for (const one of history) expect(one).not.toHaveProperty('DisqualificationDate')
  })

  test('never has a name, a birth date or a sex', async () => {
    const portal = await openPortal()
    for (const { id, name, kana, birth_date, sex } of residents) {
      const text = JSON.stringify((await resultOf(portal, id)).payload)
      for (const word of [name, name.replace('模擬 ', ''), kana, birth_date, `"${sex}"`])
        if (word.length > 1) expect(text, id).not.toContain(word)
    }
  })

  test('says by its code that a coverage ended and no newer one is there', async () => {
    const { payload } = await resultOf(
      await openPortal(),
      byPeculiarity('new coverage has not reached the portal'),
    )
    expect(payload).toMatchObject({ current: null, history: [{ QualificationValidity: '2' }] })
  })

  test('has the words of 生活保護 as well', async () => {
    const { app, asked } = await openPortal()
    const page = await (await app.request(`/authorize?${new URLSearchParams(asked)}`)).text()
    for (const word of ['公費負担者番号', '受給者番号']) expect(page).toContain(word)
  })

  test('leaves empty what a scheme does not have', async () => {
    const { payload } = await resultOf(await openPortal(), 'r11')
    expect(payload.current).toMatchObject({ InsuredCardSymbol: '', InsuredBranchNumber: '' })
  })

  test('says who is under protection, and who has no data', async () => {
    const portal = await openPortal()
    const hidden = byPeculiarity('under protection (isNotDisclosed)')
    expect((await resultOf(portal, hidden)).payload).toMatchObject({ isNotDisclosed: true })
    const nobody = byPeculiarity('no data at the portal')
    expect((await resultOf(portal, nobody)).payload).toMatchObject({
      ResultCode: 'NoData',
      current: null,
      history: [],
    })
  })

  test('can be fetched again until the token ends, and belongs to the token it was ordered with', async () => {
    let ahead = 0
    const portal = await openPortal({ now: () => new Date(Date.now() + ahead) })
    const { access_token } = await portal.tokenOf('r01')
    const id = await portal.order(access_token)
    for (let times = 0; times < 2; times++) expect((await portal.result(access_token, id)).status).toBe(200)
    const other = await portal.tokenOf('r01')
    expect((await portal.result(other.access_token, id)).status).toBe(404)
    expect((await portal.result('invented', id)).status).toBe(401)
    ahead = 601_000
    const ended = await portal.result(access_token, id)
    expect([ended.status, await ended.json()]).toEqual([401, { error: 'session_expired' }])
  })

  test('is ordered with a token and a nonce', async () => {
    const portal = await openPortal()
    expect((await portal.post('/request', { nonce: 'n' })).status).toBe(401)
    const { access_token } = await portal.tokenOf('r01')
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await portal.post('/request', {}, headers)).status).toBe(400)
    expect((await portal.post('/request', { nonce: 'n' }, headers)).status).toBe(202)
  })
})

describe('the scenario', () => {
  test('declines: nobody gets consent through', async () => {
    const portal = await openPortal()
    await portal.play('declines')
    const { headers } = await portal.submit({ resident: 'r01', agree: 'yes' })
    expect(headers.get('location')).toContain('error=access_denied')
  })

  test('down: everything but the control answers 503 and when to come again', async () => {
    const portal = await openPortal()
    await portal.play('down')
    for (const path of ['/authorize', '/jwks.json']) {
      const answer = await portal.app.request(path, { headers: { accept: 'text/html' } })
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await answer.text()).toContain('いまは利用できません')
    }
    expect((await portal.post('/oauth/token', {})).status).toBe(503)
    await portal.play('normal')
    expect((await portal.app.request('/jwks.json')).status).toBe(200)
  })

  test('slow: is processing three times, then done', async () => {
    const portal = await openPortal()
    await portal.play('slow')
    const { access_token } = await portal.tokenOf('r01')
    const id = await portal.order(access_token)
    for (let times = 0; times < 3; times++) {
      const answer = await portal.result(access_token, id)
      expect([answer.status, await answer.json()]).toEqual([202, { status: 'processing' }])
    }
    expect((await portal.result(access_token, id)).status).toBe(200)
  })

  test('session-expired: the result is refused', async () => {
    const portal = await openPortal()
    const { access_token } = await portal.tokenOf('r01')
    const id = await portal.order(access_token)
    await portal.play('session-expired')
    const answer = await portal.result(access_token, id)
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'session_expired' }])
  })

  test('mismatch: a validly signed result about somebody else', async () => {
    const portal = await openPortal()
    await portal.play('mismatch')
    const { sub, payload } = await resultOf(portal, 'r01')
    expect(payload.sub).not.toBe(sub)
  })

  test('no-data: nothing is found for anybody', async () => {
    const portal = await openPortal()
    await portal.play('no-data')
    const { payload } = await resultOf(portal, 'r01')
    expect(payload).toMatchObject({ ResultCode: 'NoData', current: null })
  })

  test('that does not exist is refused with those that do, and changes nothing', async () => {
    const portal = await openPortal()
    const answer = await portal.post('/_control', { scenario: 'earthquake' })
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { scenarios: expect.arrayContaining(['normal', 'slow']) },
    ])
    expect(await (await portal.app.request('/_control')).json()).toMatchObject({ scenario: 'normal' })
  })
})

test('a new job is the newest coverage of the next result, and the old one has ended', async () => {
  const portal = await openPortal()
  const job = { insurer_number: '06990014', symbol: '新', number: '77', qualified_on: '2026-12-01' }
  expect((await portal.post('/_control/coverages', { resident: 'r03', ...job })).status).toBe(204)
  const { payload } = await resultOf(portal, 'r03')
  expect(payload.current).toMatchObject({ InsuredIdentificationNumber: '77', InsuredBranchNumber: '' })
  expect(payload.history).toMatchObject([{ QualificationValidity: '3', DisqualificationDate: '2026-12-01' }])
  for (const wrong of [
    { resident: 'r99', ...job },
    { resident: 'r03', ...job, insurer_number: '06990015' },
    { resident: 'r03', ...job, insurer_number: '12999991', number: '0000019' },
    { resident: 'r03', ...job, insurer_number: '12999991', number: '18' },
  ])
    expect((await portal.post('/_control/coverages', wrong)).status).toBeGreaterThanOrEqual(400)
  const welfare = { insurer_number: '12999991', number: '0000596', qualified_on: '2026-12-02' }
  expect((await portal.post('/_control/coverages', { resident: 'r03', ...welfare })).status).toBe(204)
})
