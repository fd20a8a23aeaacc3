import { describe, expect } from 'vitest'
import type { Browser } from '../../mocks/person/browser.ts'
import { openKiosk } from '../support/kiosk.ts'
import { FAMILY, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { createSeam, rerunning } from '../support/seam.ts'
import { openDesk } from '../support/staff.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/**
 * A browser just before the request that gives its session more rights, and that request. `acting`: the number of its
 * transaction that acts; an earlier one consumes the challenge.
 */
type Gain = (world: World) => Promise<{ browser: Browser; gain: () => Promise<Response>; acting?: number }>

async function cameBack(world: World, { signedIn = false } = {}) {
  const patient = world.patient()
  if (signedIn) await patient.enrol(ordinary(0).id)
  const { id, authorize_url } = await patient.startProofing()
  await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id))
  return {
    patient,
    browser: patient.browser,
    poll: () => patient.browser.send('GET', `/api/portal/requests/${id}`),
  }
}

async function enrolling(world: World, recover?: true) {
  if (recover) await world.patient().enrol(ordinary(0).id)
  const patient = world.patient()
  await patient.prove(ordinary(0).id)
  const response = patient.authenticator.create(await patient.passkeyOptions(recover))
  return {
    browser: patient.browser,
    gain: () => patient.browser.send('POST', '/api/passkeys', { json: { response } }),
  }
}

const GAINS: Record<string, Gain> = {
  'the portal names somebody': async (world) => {
    const { browser, poll } = await cameBack(world)
    return { browser, gain: poll, acting: 0 }
  },
  'the portal names once more who is signed in': async (world) => {
    const { browser, poll } = await cameBack(world, { signedIn: true })
    return { browser, gain: poll, acting: 0 }
  },
  'a first passkey is made': (world) => enrolling(world),
  'a passkey is made to recover': (world) => enrolling(world, true),
  'a passkey signs in': async (world) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.browser.send('DELETE', '/api/session')
    const response = patient.authenticator.get(await patient.sessionOptions())
    return {
      browser: patient.browser,
      gain: () => patient.browser.send('POST', '/api/sessions', { json: { response } }),
    }
  },
  'staff sign in': async (world) => {
    const desk = await openDesk(world)
    const json = await desk.answer()
    return { browser: desk.browser, gain: () => desk.send('/sessions', json) }
  },
  'a session acts for somebody': async (world) => {
    const patient = world.patient()
    await patient.enrol(FAMILY.mother.id)
    const json = { person: (await patient.people()).people[0]?.id }
    return {
      browser: patient.browser,
      gain: () => patient.browser.send('POST', '/api/session/acting', { json }),
      acting: 0,
    }
  },
  'a session is its own person’s again': async (world) => {
    const patient = world.patient()
    await patient.enrol(FAMILY.mother.id)
    await patient.actFor(0)
    const json = { person: 'self' }
    return {
      browser: patient.browser,
      gain: () => patient.browser.send('POST', '/api/session/acting', { json }),
      acting: 0,
    }
  },
  'a device says that it is a shared one': async (world) => {
    const patient = world.patient()
    await patient.sessionOptions()
    const json = { device: 'shared' }
    return {
      browser: patient.browser,
      gain: () => patient.browser.send('POST', '/api/sessions/options', { json }),
      acting: 0,
    }
  },
}

/** Another browser that holds a cookie of this one, like a thief who planted or read it. */
function thief(world: World, cookie: string | undefined) {
  const { browser } = world.patient()
  if (cookie !== undefined) browser.cookies.set('session', { value: cookie, strict: true })
  return browser
}
const cookieOf = (browser: Browser) => browser.cookies.get('session')?.value
const cookiesSetBy = (answer: Response) =>
  answer.headers.getSetCookie().filter((line) => line.startsWith('session='))

describe.for(Object.entries(GAINS))('when %s', ([, prepare]) => {
  test('the session gets a new secret with the answer, and the old one is worthless', async ({ world }) => {
    const { browser, gain } = await prepare(world)
    const before = cookieOf(browser)
    const answer = await gain()
    expect(answer.ok).toBe(true)
    expect(cookiesSetBy(answer)).toHaveLength(1)
    expect(before).toBeDefined()
    expect(cookieOf(browser)).not.toBe(before)
    expect((await browser.send('GET', '/api/session')).status).toBe(200)
    for (const path of ['/api/session', '/api/databases', '/api/passkeys', '/api/kiosk/staff'])
      await expectRefused(world, 'not-signed-in', () => thief(world, before).send('GET', path))
  })

  test('the answer sets one cookie, which its session knows, even when the transaction ran again', async ({
    world,
  }) => {
    const { browser, gain } = await prepare(world)
    world.replace({ store: rerunning(world.deps.store) })
    const answer = await gain()
    expect(answer.ok).toBe(true)
    expect(cookiesSetBy(answer)).toHaveLength(1)
    expect((await browser.send('GET', '/api/session')).status).toBe(200)
  })

  test('a session that ended between request and act gains nothing, and nothing is done', async ({
    world,
  }) => {
    const { browser, gain, acting = 1 } = await prepare(world)
    const seam = createSeam(world.deps.store)
    const cookie = cookieOf(browser)
    world.replace({ store: seam.store })
    seam.before(acting, () => thief(world, cookie).send('DELETE', '/api/session'))
    await expectRefused(world, 'not-signed-in', gain)
    expect(seam.armed).toBe(false)
    await expectRefused(world, 'not-signed-in', () => browser.send('GET', '/api/session'))
  })
})

test('a thief who copied the cookies before the consent does not get its answer', async ({ world }) => {
  const patient = world.patient()
  const { id, authorize_url } = await patient.startProofing()
  const copied = world.patient().browser
  for (const [name, cookie] of patient.browser.cookies) copied.cookies.set(name, cookie)
  expect([...copied.cookies.keys()].sort()).toEqual(['proofing', 'session'])
  await patient.comeBack(await patient.consent(authorize_url, ordinary(0).id))
  for (const path of [`/api/portal/requests/${id}`, `/api/portal/requests/${id}/coverage`])
    expect((await copied.send('GET', path)).ok).toBe(false)
  expect(await (await copied.send('GET', '/api/session')).json()).toMatchObject({ proofed: false })
  expect(await patient.proofingStatus(id)).toBe('ready')
  expect((await patient.coverage(id)).insurer_number).not.toBeNull()
})

test('a HEAD request does not use up the answer of the portal', async ({ world }) => {
  const patient = world.patient()
  const { id, authorize_url } = await patient.startProofing()
  const location = await patient.consent(authorize_url, ordinary(0).id)
  const looked = await patient.browser.send('HEAD', location, { fromElsewhere: true })
  expect([looked.status, looked.headers.get('allow')]).toEqual([405, 'GET'])
  expect((await patient.comeBack(location)).status).toBe(303)
  expect(await patient.proofingStatus(id)).toBe('ready')
})

describe('the portal names a person, and two pages ask at once', () => {
  test('one is told and gets the cookie; the other is told to ask again, and ends nothing', async ({
    world,
  }) => {
    const { patient, poll } = await cameBack(world)
    const seam = createSeam(world.deps.store)
    world.replace({ store: seam.store })
    const first: Response[] = []
    seam.before(0, async () => void first.push(await poll()))
    const answers = [await poll(), ...first]
    const told = await Promise.all(answers.map((answer) => answer.json()))
    expect(told).toEqual([{ status: 'pending' }, { status: 'ready' }])
    expect(answers.map((answer) => cookiesSetBy(answer).length)).toEqual([0, 1])
    expect(await patient.session()).toMatchObject({ proofed: true })
    expect(await (await poll()).json()).toEqual({ status: 'ready' })
  })

  test('a late answer of the portal undoes nothing', async ({ world }) => {
    const { patient, poll } = await cameBack(world)
    const seam = createSeam(world.deps.store)
    world.replace({ store: seam.store })
    await world.surroundings.portal('session-expired')
    seam.before(0, async () => {
      await world.surroundings.portal('normal')
      await poll()
    })
    await poll()
    expect(await (await poll()).json()).toEqual({ status: 'ready' })
    expect(await patient.session()).toMatchObject({ proofed: true })
  })
})

test('two visits that begin at once leave one, with one cookie', async ({ world }) => {
  const [kiosk, other] = [openKiosk(world), openKiosk(world)]
  const seam = createSeam(world.deps.store)
  world.replace({ store: seam.store })
  for (const skip of [0, 1]) {
    seam.before(skip, () => other.begin())
    await kiosk.begin()
    seam.disarm()
    expect((await world.check()).session).toHaveLength(1)
  }
  world.replace({ store: rerunning(world.deps.store) })
  await kiosk.begin()
  expect((await kiosk.patient.session()).device).toBe('shared')
})
