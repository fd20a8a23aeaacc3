import { describe, expect } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import { ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

describe('proofing', () => {
  test('goes to the portal with PKCE and comes back with the coverage, which is stored nowhere', async ({
    world,
  }) => {
    const patient = world.patient()
    const jobChanger = PEOPLE.jobChanger
    const { id, authorize_url } = await patient.startProofing()
    const url = new URL(authorize_url)
    expect(url.origin).toBe(world.surroundings.portalUrl)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    const back = await patient.comeBack(await patient.consent(authorize_url, jobChanger.id))
    expect(back.status).toBe(303)
    expect(back.headers.get('location')).toBe(`/proofing?request=${id}`)
    expect(await patient.proofingStatus(id)).toBe('ready')
    const [current, old] = jobChanger.coverages
    expect(await patient.coverage(id)).toMatchObject({
      ...(current && toNumbers(current)),
      qualified_on: current?.qualified_on,
      history: [{ ...(old && toNumbers(old)), qualified_on: old?.qualified_on, ended_on: old?.ended_on }],
      not_disclosed: false,
    })
    const stored = JSON.stringify(await world.check())
    for (const { insurer_number, symbol, number } of jobChanger.coverages)
      for (const secret of [insurer_number, symbol, number]) expect(stored).not.toContain(secret)
  })

  test('passes a coverage through for 10 minutes and no longer', async ({ world }) => {
    const patient = world.patient()
    const id = await patient.prove(ordinary(0).id)
    world.clock.advance(9 * MINUTE)
    await patient.coverage(id)
    world.clock.advance(MINUTE + 1000)
    const answer = await patient.browser.send('GET', `/api/portal/requests/${id}/coverage`)
    expect(answer.status).toBeGreaterThanOrEqual(404)
    expect(await answer.text()).not.toContain(ordinary(0).coverages[0]?.number)
  })

  test.for([
    ['elderly', { symbol: null, branch: null }],
    ['withoutBranch', { branch: null }],
    ['withoutSymbol', { symbol: null }],
    ['fullWidth', { symbol: '９９－５６' }],
    ['protected', { not_disclosed: true }],
    ['nobody', { insurer_number: null, number: null, history: [] }],
  ] as const)('shows exactly what came: %s', async ([who, expected], { world }) => {
    const patient = world.patient()
    expect(await patient.coverage(await patient.prove(PEOPLE[who].id))).toMatchObject(expected)
  })

  test('finds a person whose newest number is not registered yet by the older one', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(PEOPLE.justChanged.id)
    expect((await world.check()).patient).toHaveLength(1)
  })

  test('waits for a slow portal', async ({ world }) => {
    await world.surroundings.portal('slow')
    const patient = world.patient()
    const { id, authorize_url } = await patient.startProofing()
    await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id))
    expect(await patient.call('GET', `/api/portal/requests/${id}`)).toEqual({ status: 'pending' })
    await expectRefused(world, 'proofing-pending', () =>
      patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
    expect(await patient.proofingStatus(id)).toBe('ready')
  })

  test.for([
    ['session-expired', 'expired'],
    ['mismatch', 'mismatch'],
  ] as const)(
    'when the portal plays %s ends as %s and proofs nobody',
    async ([scenario, status], { world }) => {
      await world.surroundings.portal(scenario)
      const patient = world.patient()
      const { id, authorize_url } = await patient.startProofing()
      await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id))
      expect(await patient.proofingStatus(id)).toBe(status)
      expect(await patient.session()).toMatchObject({ proofed: false })
      await world.surroundings.portal('normal')
      expect(await patient.proofingStatus(id)).toBe(status)
      await expectRefused(world, 'coverage-gone', () =>
        patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
      )
    },
  )

  test('that the person declines ends as declined', async ({ world }) => {
    const patient = world.patient()
    const { id, authorize_url } = await patient.startProofing()
    await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id, 'no'))
    expect(await patient.proofingStatus(id)).toBe('declined')
  })

  test('with a portal or a resolver that is down says so, and continues when it is back', async ({
    world,
  }) => {
    const patient = world.patient()
    const { id, authorize_url } = await patient.startProofing()
    await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id))
    await world.surroundings.portal('down')
    expect(await patient.proofingStatus(id)).toBe('unavailable')
    await world.surroundings.portal('normal')
    await world.surroundings.resolver('down')
    expect(await patient.proofingStatus(id)).toBe('unavailable')
    await world.surroundings.resolver('normal')
    expect(await patient.proofingStatus(id)).toBe('ready')
    await world.surroundings.portal('down')
    await expectRefused(world, 'portal-unavailable', () =>
      patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
  })
})

describe('the callback', () => {
  test('is valid once', async ({ world }) => {
    const patient = world.patient()
    const { authorize_url } = await patient.startProofing()
    const location = await patient.consent(authorize_url, ordinary(0).id)
    await patient.comeBack(location)
    await expectRefused(world, 'state-rejected', () => patient.browser.send('GET', location))
  })

  test('is worthless in another browser', async ({ world }) => {
    const [victim, attacker] = [world.patient(), world.patient()]
    const { authorize_url } = await attacker.startProofing()
    const location = await attacker.consent(authorize_url, ordinary(0).id)
    await expectRefused(world, 'state-rejected', () => victim.browser.send('GET', location))
    await victim.startProofing()
    await expectRefused(world, 'state-rejected', () => victim.browser.send('GET', location))
  })

  test('is too late after 10 minutes', async ({ world }) => {
    const patient = world.patient()
    const { authorize_url } = await patient.startProofing()
    const location = await patient.consent(authorize_url, ordinary(0).id)
    world.clock.advance(10 * MINUTE + 1)
    await expectRefused(world, 'state-rejected', () => patient.browser.send('GET', location))
  })

  test.for(['', '?code=abc', '?state=abc', '?code=abc&state=abc', '?error=access_denied&state=abc'])(
    'refuses what nobody asked for: %s',
    async (query, { world }) => {
      const patient = world.patient()
      await patient.startProofing()
      await expectRefused(world, 'state-rejected', () =>
        patient.browser.send('GET', `/api/portal/callback${query}`),
      )
    },
  )

  test('leads a person who opens it twice to its result', async ({ world }) => {
    const patient = world.patient()
    const { id, authorize_url } = await patient.startProofing()
    const location = await patient.consent(authorize_url, ordinary(0).id)
    const first = await patient.comeBack(location)
    for (const when of ['before the answer', 'after it']) {
      const again = await patient.comeBack(location)
      expect([when, again.status, again.headers.get('location')]).toEqual([
        when,
        303,
        first.headers.get('location'),
      ])
      expect(await patient.proofingStatus(id)).toBe('ready')
    }
  })

  test('leads nobody to another request', async ({ world }) => {
    const patient = world.patient()
    const { authorize_url } = await patient.startProofing()
    const old = await patient.consent(authorize_url, ordinary(0).id)
    await patient.comeBack(
      await patient.consent((await patient.startProofing()).authorize_url, ordinary(0).id),
    )
    const again = await patient.comeBack(old)
    expect([again.status, again.headers.get('location')]).toEqual([303, '/proofing?error=state-rejected'])
  })

  test('is bound by a cookie that comes along from another site, and holds nothing but a secret', async ({
    world,
  }) => {
    const patient = world.patient()
    const json = { device: 'personal', return_to: 'patient' }
    const answer = await patient.browser.send('POST', '/api/portal/requests', { json })
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('proofing=')) ?? ''
    expect(cookie).toMatch(/^proofing=[\w-]{43};/)
    expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax'])
  })
})

describe('a proofing of somebody else', () => {
  test('does not exist', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    const id = await one.prove(ordinary(0).id)
    await two.prove(ordinary(1).id)
    await expectRefused(world, 'not-found', () => two.browser.send('GET', `/api/portal/requests/${id}`))
    await expectRefused(world, 'not-found', () =>
      two.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
    await expectRefused(world, 'not-signed-in', () =>
      world.patient().browser.send('GET', `/api/portal/requests/${id}`),
    )
  })
})
