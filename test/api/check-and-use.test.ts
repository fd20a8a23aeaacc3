import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { ProblemCode } from '../../api/contract/problems.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { changeKiosk, openKiosk, securityKey } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { problemFaults } from '../support/problem.ts'
import { createSeam } from '../support/seam.ts'
import { openDesk } from '../support/staff.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** An act of a person: a request, and the number of its transaction that acts. */
type Act = { send: () => Promise<Response>; acting: number }

/** One account with two passkeys, each signed in on its own device. */
async function owner(world: World) {
  const [home, phone] = [world.patient(), world.patient({ authenticator: securityKey(world.origin) })]
  await home.enrol(ordinary(0).id)
  await home.signIn()
  const response = phone.authenticator.create(await home.passkeyOptions())
  await home.call('POST', '/api/passkeys', { response })
  await phone.signIn()
  await home.signIn()
  return { home, phone, removePhone: () => remove(home, idOf(phone)) }
}

const idOf = ({ authenticator }: Patient) => authenticator.credentials[0]?.id ?? ''
const remove = (patient: Patient, id: string) => patient.browser.send('DELETE', `/api/passkeys/${id}`)

/** What a person with the passkey of `phone` may do, ready to send. */
const ACTS: Record<string, (phone: Patient, world: World) => Promise<Act>> = {
  'a sign-in': async (phone, world) => {
    const elsewhere = world.patient({ authenticator: phone.authenticator })
    const json = { response: phone.authenticator.get(await elsewhere.sessionOptions()) }
    return { send: () => elsewhere.browser.send('POST', '/api/sessions', { json }), acting: 1 }
  },
  'a decision': async (phone) => {
    const body = await phone.signed('allow', { all: true })
    return { send: () => phone.sendDecision(body, randomUUID()), acting: 1 }
  },
  'a further passkey': async (phone, world) => {
    const further = createAuthenticator({ origin: world.origin })
    const json = { response: further.create(await phone.passkeyOptions()) }
    return { send: () => phone.browser.send('POST', '/api/passkeys', { json }), acting: 1 }
  },
  'the removal of another passkey': async (phone, world) => {
    const { passkey } = await world.check()
    const other = passkey.find(({ id }) => id !== idOf(phone))
    return { send: () => remove(phone, other?.id ?? ''), acting: 0 }
  },
  'a name for a passkey': async (phone) => ({
    send: () => phone.browser.send('PATCH', `/api/passkeys/${idOf(phone)}`, { json: { name: '鍵' } }),
    acting: 0,
  }),
  'a new proofing': async (phone) => ({
    send: () =>
      phone.browser.send('POST', '/api/portal/requests', {
        json: { device: 'personal', return_to: 'patient' },
      }),
    acting: 0,
  }),
}

/**
 * Lets `meanwhile` happen between the admission of a request and its action. The request must then be refused and
 * leave the store as `meanwhile` left it.
 */
async function refusedAfter(
  world: World,
  { send, acting }: Act,
  meanwhile: () => Promise<unknown>,
): Promise<ProblemCode | undefined> {
  const seam = createSeam(world.deps.store)
  world.replace({ store: seam.store })
  let left = ''
  seam.before(acting, async () => {
    await meanwhile()
    left = await world.fingerprint('idempotency')
  })
  const answer = await send()
  expect(seam.armed, 'the request never acted').toBe(false)
  const { type = '' } = (await answer.clone().json()) as { type?: string }
  const code = type.split(':').at(-1) as ProblemCode
  expect(await problemFaults(answer, code, [])).toEqual([])
  // A key that was claimed for a decision is released.
  expect(await world.fingerprint('idempotency'), 'the store changed').toBe(left)
  return code
}

describe.for(Object.entries(ACTS))('%s', ([name, prepare]) => {
  test('does not happen when the passkey behind it is removed before', async ({ world }) => {
    const { phone, removePhone } = await owner(world)
    const act = await prepare(phone, world)
    const code = await refusedAfter(world, act, async () => expect((await removePhone()).status).toBe(204))
    expect(code).toBe(name === 'a sign-in' ? 'passkey-rejected' : 'not-signed-in')
    expect((await phone.browser.send('GET', '/api/session')).status).toBe(401)
  })
})

const IN_A_SESSION = Object.entries(ACTS).filter(([name]) => name !== 'a sign-in')

describe.for(IN_A_SESSION)('%s', ([, prepare]) => {
  test('does not happen when its session ended before', async ({ world }) => {
    const { phone } = await owner(world)
    const act = await prepare(phone, world)
    const cookies = new Map(phone.browser.cookies)
    const signOut = async () => {
      const same = world.patient()
      for (const [key, cookie] of cookies) same.browser.cookies.set(key, cookie)
      await same.browser.send('DELETE', '/api/session')
    }
    expect(await refusedAfter(world, act, signOut)).toBe('not-signed-in')
  })

  test('does not happen after its time is over', async ({ world }) => {
    const { phone } = await owner(world)
    const act = await prepare(phone, world)
    expect(await refusedAfter(world, act, async () => world.clock.advance(61 * 60_000))).toBe('not-signed-in')
  })

  test('does not happen when its session meanwhile belongs to somebody else', async ({ world }) => {
    const { phone } = await owner(world)
    const other = world.patient()
    await other.enrol(ordinary(1).id)
    const act = await prepare(phone, world)
    const takeOver = async () => {
      const same = world.patient({ authenticator: other.authenticator })
      for (const [key, cookie] of phone.browser.cookies) same.browser.cookies.set(key, cookie)
      await same.signIn()
    }
    expect(await refusedAfter(world, act, takeOver)).toBe('not-signed-in')
  })
})

describe.for(['a sign-in', 'a decision'] as const)('%s', (name) => {
  test('does not happen when a copy of the key has signed before', async ({ world }) => {
    const { phone } = await owner(world)
    const act = await ACTS[name]?.(phone, world)
    if (!act) throw new Error(`no act ${name}`)
    const copy = world.patient({ authenticator: phone.authenticator })
    expect(await refusedAfter(world, act, () => copy.signIn())).toBe('passkey-rejected')
  })
})

test('a decision at a kiosk does not happen when the kiosk is taken out of service before', async ({
  world,
}) => {
  const kiosk = openKiosk(world)
  await kiosk.begin()
  await kiosk.patient.enrol(ordinary(0).id)
  const body = await kiosk.patient.signed('allow', { all: true })
  const act = { send: () => kiosk.patient.sendDecision(body, randomUUID()), acting: 1 }
  const block = () => changeKiosk(world, 'front-desk', { blocked: true })
  expect(await refusedAfter(world, act, block)).toBe('not-signed-in')
})

test('recovery does not happen when the proofing behind it is over before', async ({ world }) => {
  await world.patient().enrol(ordinary(0).id)
  const again = world.patient()
  await again.prove(ordinary(0).id)
  world.clock.advance(9 * 60_000)
  const json = { response: again.authenticator.create(await again.passkeyOptions(true)) }
  const act = { send: () => again.browser.send('POST', '/api/passkeys', { json }), acting: 1 }
  const code = await refusedAfter(world, act, async () => world.clock.advance(2 * 60_000))
  expect(code).toBe('proofing-required')
})

describe('staff', () => {
  const takeOut = (world: World) => () => changeKiosk(world, 'front-desk', { staff: [] })

  test('do not sign in when their key is removed before', async ({ world }) => {
    const desk = await openDesk(world)
    const json = await desk.answer()
    const act = { send: () => desk.send('/sessions', json), acting: 1 }
    expect(await refusedAfter(world, act, takeOut(world))).toBe('passkey-rejected')
  })

  test.for([
    ['take a call', (call: string) => [`/calls/${call}`, { step: 'taken' }]],
    ['command a kiosk', () => ['/kiosks/front-desk/commands', { command: 'end' }]],
  ] as const)(
    'do not %s when their key is removed, or their session ended, before',
    async ([, of], { world }) => {
      const desk = await openDesk(world)
      await openKiosk(world).call()
      const [path, json] = of((await world.check()).kiosk_call[0]?.id ?? '') as [string, object]
      const act = { send: () => desk.send(path, json), acting: 0 }
      await desk.signIn()
      const cookies = new Map(desk.browser.cookies)
      const signOut = async () => {
        const same = world.patient()
        for (const [key, cookie] of cookies) same.browser.cookies.set(key, cookie)
        await same.browser.send('DELETE', '/api/session')
      }
      expect(await refusedAfter(world, act, signOut)).toBe('not-signed-in')
      await desk.signIn()
      expect(await refusedAfter(world, act, takeOut(world))).toBe('not-signed-in')
    },
  )
})
