import { compactVerify } from 'jose'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { ProofingStarted } from '../../api/contract/patient.ts'
import { withServices } from '../../api/deps.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createBrowser } from '../../mocks/person/browser.ts'
import { changeKiosk, openKiosk } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { listen } from '../support/serve.ts'
import { test } from '../support/world-test.ts'

const MINUTE = 60_000
const CLEAR = '"cache","cookies","storage"'

describe('a kiosk', () => {
  test('is identified by its credential, and is told whom to call', async ({ world }) => {
    expect(await openKiosk(world).state()).toEqual({
      kiosk: { id: 'front-desk', name: '受付の端末', clinic: '試験病院', phone: '000-000-0000' },
      muted: false,
      command: null,
      call: null,
    })
  })

  test.for([
    ['none', ''],
    ['one of no kiosk', 'Kiosk nowhere.AAAA'],
    ['a wrong secret', `Kiosk front-desk.${'A'.repeat(43)}`],
    ['only the id', 'Kiosk front-desk'],
  ])('is refused with %s', async ([, authorization = ''], { world }) => {
    const send = (method: string, path: string) => () =>
      createBrowser(world.origin).send(method, path, {
        ...(method === 'POST' ? { json: {} } : {}),
        headers: { Authorization: authorization || null },
      })
    await expectRefused(world, 'kiosk-refused', send('GET', '/api/kiosk'), ['nowhere'])
    for (const path of ['standby', 'visits', 'calls'])
      await expectRefused(world, 'kiosk-refused', send('POST', `/api/kiosk/${path}`))
    await expectRefused(world, 'kiosk-refused', send('DELETE', '/api/kiosk/calls'))
  })

  test('is refused with the credential of another, and with one from before it was renewed', async ({
    world,
  }) => {
    const kiosk = openKiosk(world)
    const [, secret = ''] = openKiosk(world, 'ward').credential.split('.')
    const headers = { Authorization: `Kiosk front-desk.${secret}` }
    await expectRefused(world, 'kiosk-refused', () =>
      kiosk.patient.browser.send('GET', '/api/kiosk', { headers }),
    )
    await changeKiosk(world, 'front-desk', { generation: 2 })
    await expect(kiosk.state()).rejects.toThrow('kiosk-refused')
    expect((await openKiosk(world).state()).kiosk.id).toBe('front-desk')
  })

  test('that is blocked begins no visit, and its current visit ends', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    const signed = await kiosk.patient.signed('stop', { all: true })
    await changeKiosk(world, 'front-desk', { blocked: true })
    await expectRefused(world, 'not-signed-in', () =>
      kiosk.patient.sendDecision(signed, 'key-of-a-lost-kiosk'),
    )
    await expect(kiosk.begin()).rejects.toThrow('kiosk-refused')
    expect((await world.check()).session).toEqual([])
  })

  test('keeps the old list when the new one has a fault', async ({ world }) => {
    await expect(changeKiosk(world, 'ward', { id: 'front-desk' })).rejects.toThrow('stands twice')
    expect(world.deps.kiosks.inService('ward')?.id).toBe('ward')
  })
})

describe('a visit', () => {
  test('leads to the same decision, with the kiosk in evidence and receipt', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    await kiosk.patient.signIn()
    const { receipt } = await kiosk.patient.decide('stop', { all: true })
    const [row] = (await world.check()).decision
    expect(row?.device).toBe('shared')
    expect(JSON.parse(row?.evidence ?? '')).toMatchObject({ channel: 'kiosk:front-desk' })
    const key = world.deps.keys.signing.publicJwks[0]
    const { payload } = await compactVerify(receipt.jws, key)
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ channel: 'kiosk:front-desk' })
  })

  test('comes back from the portal with only a ticket, which earns what the kiosk needs to continue', async ({
    world,
  }) => {
    const kiosk = openKiosk(world)
    const { visit } = await kiosk.begin()
    const { id, authorize_url } = await kiosk.patient.startProofing()
    // Reading, card and number take longer than a shared session may be idle.
    world.clock.advance(5 * MINUTE)
    const answer = await kiosk.patient.comeBack(await kiosk.patient.consent(authorize_url, ordinary(0).id))
    const ticket = ticketOf(answer)
    for (const header of answer.headers.values()) expect(header).not.toContain(kiosk.credential)
    expect(await kiosk.exchange(ticket)).toEqual({
      credential: kiosk.credential,
      visit,
      request: id,
      refused: false,
      view: null,
    })
    expect(await kiosk.patient.proofingStatus(id)).toBe('ready')
  })

  test('comes back with the screen set as it was', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const body = { device: 'shared', return_to: 'kiosk', view: 'en_2_1_0' }
    const { authorize_url } = await kiosk.patient.call<ProofingStarted>('POST', '/api/portal/requests', body)
    const answer = await kiosk.patient.comeBack(await kiosk.patient.consent(authorize_url, ordinary(0).id))
    expect((await kiosk.exchange(ticketOf(answer))).view).toBe('en_2_1_0')
  })

  test('comes back to the kiosk even with an already used answer', async ({ world }) => {
    const kiosk = openKiosk(world)
    const { visit } = await kiosk.begin()
    const { authorize_url } = await kiosk.patient.startProofing()
    const location = await kiosk.patient.consent(authorize_url, ordinary(0).id)
    await kiosk.patient.comeBack(location)
    const again = await kiosk.patient.comeBack(location)
    expect(await kiosk.exchange(ticketOf(again))).toMatchObject({ visit, request: null, refused: true })
  })

  test('has a ticket that is valid once, for a minute, and in its own visit', async ({ world }) => {
    const kiosk = openKiosk(world)
    const ward = openKiosk(world, 'ward')
    const back = async () => {
      await kiosk.begin()
      const { authorize_url } = await kiosk.patient.startProofing()
      const location = await kiosk.patient.consent(authorize_url, ordinary(0).id)
      return ticketOf(await kiosk.patient.comeBack(location))
    }
    const ticket = await back()
    await ward.begin()
    const nobody = world.patient()
    await expectRefused(world, 'not-signed-in', () => exchange(nobody, ticket))
    await expectRefused(world, 'state-rejected', () => exchange(ward.patient, ticket))
    await kiosk.exchange(ticket)
    await expectRefused(world, 'state-rejected', () => exchange(kiosk.patient, ticket))

    const late = await back()
    world.clock.advance(MINUTE + 1)
    await expectRefused(world, 'state-rejected', () => exchange(kiosk.patient, late))

    const blocked = await back()
    await changeKiosk(world, 'front-desk', { blocked: true })
    await expectRefused(world, 'not-signed-in', () => exchange(kiosk.patient, blocked))
  })

  test('inherits nothing: neither a session nor a proofing', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const proofing = await kiosk.patient.prove(ordinary(0).id)
    await kiosk.begin()
    expect(await kiosk.patient.session()).toMatchObject({ patient: null, proofed: false })
    await expectRefused(world, 'not-found', () =>
      kiosk.patient.browser.send('GET', `/api/portal/requests/${proofing}/coverage`),
    )
    const { session, proofing: proofings } = await world.check()
    expect([session.length, proofings.length]).toEqual([1, 0])
  })

  test('that a crash left behind ends before the next person sees anything', async ({ world }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    const answer = await kiosk.standby()
    expect(answer.headers.get('clear-site-data')).toBe(CLEAR)
    expect((await world.check()).session).toEqual([])
  })

  test('whose cookie is lost also ends when the kiosk starts, or when the next visit begins', async ({
    world,
  }) => {
    const kiosk = openKiosk(world)
    const ward = openKiosk(world, 'ward')
    await ward.begin()
    for (const next of ['standby', 'begin'] as const) {
      await kiosk.begin()
      await kiosk.patient.enrol(ordinary(next === 'standby' ? 0 : 1).id)
      const cut = new Map(kiosk.patient.browser.cookies)
      await openKiosk(world)[next]()
      kiosk.patient.browser.cookies.clear()
      for (const [name, value] of cut) kiosk.patient.browser.cookies.set(name, value)
      await expectRefused(world, 'not-signed-in', () => kiosk.patient.browser.send('GET', '/api/databases'))
    }
    expect((await ward.patient.session()).device).toBe('shared')
  })

  test('never accepts acts of another visit’s page, whatever cookie that page has', async ({ world }) => {
    const kiosk = openKiosk(world)
    const { visit: first } = await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    const late = kiosk.patient.browser.cookies.get('session')
    if (!late) throw new Error('no cookie')
    const next = openKiosk(world, 'ward')
    const { visit } = await next.begin()
    next.patient.browser.cookies.set('session', late)
    const as = (id: string) => () =>
      next.patient.browser.send('GET', '/api/databases', { headers: { 'Erabu-Visit': id } })
    await expectRefused(world, 'not-signed-in', as(visit))
    expect((await as(first)()).status).toBe(200)
  })

  test('stays a short one, and accepts no passkey of the device, whatever its page says', async ({
    world,
  }) => {
    const platform = createAuthenticator({ origin: world.origin })
    const owner = world.patient({ authenticator: platform })
    await owner.enrol(ordinary(0).id)
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const { browser } = kiosk.patient
    const options = await kiosk.patient.call<Parameters<typeof platform.get>[0]>(
      'POST',
      '/api/sessions/options',
      { device: 'personal' },
    )
    expect(options).toMatchObject({ hints: ['security-key'] })
    await expectRefused(world, 'platform-passkey-refused', () =>
      browser.send('POST', '/api/sessions', { json: { response: platform.get(options) } }),
    )
    await kiosk.patient.enrol(ordinary(1).id)
    const { decision, options: toSign } = await kiosk.patient.decisionOptions('stop', { all: true })
    const builtIn = { attachment: 'platform' } as const
    const response = kiosk.patient.authenticator.get(toSign, builtIn)
    await expectRefused(world, 'platform-passkey-refused', () =>
      kiosk.patient.sendDecision({ decision, response }, 'key-of-a-platform-passkey'),
    )
    world.clock.advance(2 * MINUTE + 1000)
    await expectRefused(world, 'not-signed-in', () => browser.send('GET', '/api/databases'))
  })

  test('is kept alive by requests of a person, not by requests that the kiosk makes by itself', async ({
    world,
  }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    await kiosk.patient.enrol(ordinary(0).id)
    const { id } = await kiosk.patient.startProofing()
    for (let times = 0; times < 6; times++) {
      await kiosk.patient.session()
      world.clock.advance(MINUTE)
    }
    const poll = () => kiosk.patient.browser.send('GET', `/api/portal/requests/${id}`)
    for (let seconds = 0; seconds < 60; seconds += 20) {
      await kiosk.state()
      expect((await poll()).status).toBe(200)
      world.clock.advance(20_000)
    }
    await kiosk.state()
    await expectRefused(world, 'not-signed-in', () => kiosk.patient.browser.send('GET', '/api/databases'))
  })

  test('lives in a cookie that ends with the browser', async ({ world }) => {
    const kiosk = openKiosk(world)
    const answer = await kiosk.patient.browser.send('POST', '/api/kiosk/visits', {
      json: {},
      headers: { Authorization: `Kiosk ${kiosk.credential}` },
    })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^session=.*SameSite=Strict/)
    expect(cookie).not.toMatch(/max-age|expires/i)
  })
})

test('production accepts only registered kiosks as shared devices', async ({ world }) => {
  const server = await listen('localhost')
  const origin = `http://localhost:${server.port}`
  const deps = withServices({ ...world.deps, config: { ...world.deps.config, production: true, origin } })
  server.mount(createApp(deps).fetch)
  try {
    const kiosk = openKiosk(world)
    const to = (path: string) => origin + path
    const post = (path: string, json: unknown, headers = {}) =>
      fetch(to(path), {
        method: 'POST',
        body: JSON.stringify(json),
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
      })
    const shared = () => post('/api/sessions/options', { device: 'shared' })
    await expectRefused(world, 'kiosk-refused', shared)
    const authorization = { Authorization: `Kiosk ${kiosk.credential}` }
    const begun = await post('/api/kiosk/visits', {}, authorization)
    expect(begun.status).toBe(201)
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const options = await post('/api/sessions/options', { device: 'shared' }, { cookie })
    expect(options.status).toBe(200)
  } finally {
    await server.close()
  }
})

/** The ticket in the browser's return address, which holds nothing else. */
function ticketOf(answer: Response): string {
  expect(answer.status).toBe(303)
  const [, ticket = ''] = /^\/kiosk#([\w-]{43})$/.exec(answer.headers.get('location') ?? '') ?? []
  expect(ticket).not.toBe('')
  return ticket
}

const exchange = (patient: Patient, ticket: string) =>
  patient.browser.send('POST', '/api/kiosk/returns', { json: { ticket } })
