import { describe, expect } from 'vitest'
import type { CreationOptions } from '../../api/contract/patient.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { sealedSubject } from '../contract/subjects.ts'
import {
  type Clerk,
  createClerk,
  invite,
  openClerk,
  printedForm,
  readAtWindow,
  signedForm,
} from '../support/desk.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { codeOf, problemFaults } from '../support/problem.ts'
import { createSeam } from '../support/seam.ts'
import type { World } from '../support/world.ts'
import { checked, test } from '../support/world-test.ts'

const PERSON = ordinary(0)

/** Two of the staff, and a form that the first has entered. */
async function entered(world: World) {
  const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
  const form = await signedForm(world, PERSON.id)
  return { one, other, form, ...(await one.enter(form)) }
}

/** Nothing may be recorded: the answer is refused with this code, and the person has no decision. */
async function refused(world: World, answer: Response, code: Parameters<typeof problemFaults>[1]) {
  expect(await problemFaults(answer, code)).toEqual([])
  expect((await world.check()).decision).toEqual([])
}

describe('one person', () => {
  test('does not confirm what they have entered', async ({ world }) => {
    const { one, other, id } = await entered(world)
    await refused(world, await one.send(`/entries/${id}/options`, {}), 'same-staff')
    const confirmation = await other.confirmation(id)
    await refused(world, await one.send(`/entries/${id}/confirm`, confirmation), 'challenge-expired')
  })

  test('does not confirm it with a new key', async ({ world }) => {
    const { id } = await entered(world)
    await world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' })
    const again = await openClerk(world, '佐藤')
    await refused(world, await again.send(`/entries/${id}/options`, {}), 'same-staff')
  })

  test('has one key at a desk, and one key has one person', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    expect(await world.deps.deskInvitations.invite({ desk: 'city-hall', name: '佐藤' })).toBe('has-key')
    const [credential] = one.authenticator.credentials
    const twin = createClerk(world, one.authenticator)
    // A key that keeps the rules makes no second credential; another id is all that we could see of one that does not.
    const secret = await invite(world, '高橋')
    const options = await twin.call<CreationOptions>('POST', '/api/desk/keys/options', { invite: secret })
    expect(options.excludeCredentials).toMatchObject([{ id: credential?.id }])
    const answer = await twin.register(await invite(world, '鈴木'), { credentialId: credential?.id ?? '' })
    await refused(world, answer, 'passkey-rejected')
  })
})

describe('an allow', () => {
  test('is recorded by nobody at a desk', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const form = await signedForm(world, PERSON.id)
    await refused(
      world,
      await one.send('/entries/options', { ...form, choice: 'allow' }),
      'direction-refused',
    )
    const signed = await one.signed(form)
    await refused(world, await one.send('/entries', { ...signed, choice: 'allow' }), 'direction-refused')
    const id = (await one.enter(form)).id
    const other = await openClerk(world, '鈴木')
    const confirmation = await other.confirmation(id)
    const answer = await other.send(`/entries/${id}/confirm`, { ...confirmation, choice: 'allow' })
    await refused(world, answer, 'invalid-request')
  })
})

describe('a replay', () => {
  test('of an assertion enters nothing, and confirms nothing', async ({ world }) => {
    const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
    const signed = await one.signed(await signedForm(world, PERSON.id))
    const answer = await one.send('/entries', signed)
    const { id } = (await answer.json()) as { id: string }
    await refused(world, await one.send('/entries', signed), 'challenge-expired')
    const { response } = signed
    await refused(world, await other.send(`/entries/${id}/confirm`, { response }), 'challenge-expired')
  })

  test('of an assertion over one form confirms no other', async ({ world }) => {
    const { one, other, id } = await entered(world)
    const second = await one.enter(await signedForm(world, ordinary(1).id))
    const confirmation = await other.confirmation(second.id)
    await refused(world, await other.send(`/entries/${id}/confirm`, confirmation), 'decision-mismatch')
  })

  test('of an assertion that signed in, or entered, does not confirm', async ({ world }) => {
    const { other, id } = await entered(world)
    const signIn = await other.signInAnswer()
    await refused(world, await other.send(`/entries/${id}/confirm`, signIn), 'challenge-expired')
    const { response } = await other.signed(await signedForm(world, ordinary(1).id))
    await refused(world, await other.send(`/entries/${id}/confirm`, { response }), 'challenge-expired')
  })

  test('of what a terminal handed over enters no second form', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const sealed = await readAtWindow(world, PERSON.id)
    const form = { ...(await signedForm(world, PERSON.id)), sealed }
    await one.enter(form)
    const second = await one.signed({ ...form, form: printedForm(world) })
    await refused(world, await one.send('/entries', second), 'sealed-used')
  })

  test('after ten minutes finds nothing that a terminal handed over still good', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const form = await signedForm(world, PERSON.id)
    world.clock.advance(4 * 60_000)
    const signed = await one.signed(form)
    world.clock.advance(90_000)
    expect((await one.send('/entries', signed)).status).toBe(201)
    const late = await signedForm(world, ordinary(1).id)
    for (let minutes = 0; minutes < 12; minutes += 4) {
      world.clock.advance(4 * 60_000)
      await one.session()
    }
    await refused(world, await one.send('/entries/options', late), 'subject-expired')
  })
})

describe('the id of another form', () => {
  test('is not taken for somebody else, nor for something else', async ({ world }) => {
    const { one, form } = await entered(world)
    const stranger = await one.signed(await signedForm(world, ordinary(1).id, { form: form.form }))
    await refused(world, await one.send('/entries', stranger), 'form-used')
    const about = { form: form.form, scope: { purpose: 'research' as const } }
    const wider = await one.signed(await signedForm(world, PERSON.id, about))
    await refused(world, await one.send('/entries', wider), 'form-used')
  })

  test('is not taken where the terminal has sealed for one', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const [mine, yours] = [await signedForm(world, PERSON.id), await signedForm(world, ordinary(1).id)]
    const crossed = { ...mine, sealed: yours.sealed }
    await refused(world, await one.send('/entries/options', crossed), 'sealed-used')
  })

  test('or another content, is not entered under a signature over this', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const form = await signedForm(world, PERSON.id)
    const change = {
      form: printedForm(world),
      version: 'en-1',
      scope: { database: 'demo-registry' },
      identity: 'other',
      sealed: await readAtWindow(world, ordinary(1).id),
    }
    for (const [member, value] of Object.entries(change)) {
      const sealed = member === 'form' ? await readAtWindow(world, PERSON.id) : form.sealed
      const signed = await one.signed({ ...form, sealed })
      const answer = await one.send('/entries', { ...signed, [member]: value })
      // The id of a form says with which version it was printed.
      const code = member === 'version' ? 'unknown-form' : 'decision-mismatch'
      expect([member, await codeOf(answer.clone())]).toEqual([member, code])
      await refused(world, answer, code)
    }
  })
})

describe('a key that was blocked', () => {
  test('is signed out, and signs in no more', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const answer = await one.signInAnswer()
    await world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' })
    await refused(
      world,
      await one.send('/entries/options', await signedForm(world, PERSON.id)),
      'not-signed-in',
    )
    await refused(world, await one.send('/sessions', answer), 'not-signed-in')
    const elsewhere = createClerk(world, one.authenticator)
    await refused(
      world,
      await elsewhere.send('/sessions', await elsewhere.signInAnswer()),
      'passkey-rejected',
    )
  })

  test('has entered nothing that can be confirmed', async ({ world }) => {
    const { other, id, form } = await entered(world)
    const confirmation = await other.confirmation(id)
    await world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' })
    await refused(world, await other.send(`/entries/${id}/confirm`, confirmation), 'enterer-blocked')
    await other.giveBack(id, 'entered-wrongly')
    const again = await other.enter(await signedForm(world, PERSON.id, { form: form.form }))
    expect(again.state).toBe('entered')
    const third = await openClerk(world, '田中')
    await third.confirm(again.id)
    expect((await world.check()).decision).toHaveLength(1)
  })

  test('has entered nothing that keeps a form from being entered by somebody else', async ({ world }) => {
    const { other, id, form } = await entered(world)
    await world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' })
    const elsewhere = await openClerk(world, '高橋', 'ward-office')
    const answer = await elsewhere.send(
      '/entries',
      await elsewhere.signed(await signedForm(world, PERSON.id, { form: form.form })),
    )
    await refused(world, answer, 'form-used')
    const again = await other.enter(await signedForm(world, PERSON.id, { form: form.form }))
    expect(again).toEqual({ id: expect.not.stringMatching(id), state: 'entered' })
    const third = await openClerk(world, '田中')
    await third.confirm(again.id)
    const { decision } = await world.check()
    expect(decision.map((one) => one.id)).toEqual([again.id])
  })

  /** Acts of somebody signed in, ready to send; `acting`: the number of their transaction that acts. */
  const ACTS: Record<string, (world: World) => Promise<{ acting: number; send: () => Promise<Response> }>> = {
    'a form that is entered': async (world) => {
      const one = await openClerk(world, '佐藤')
      const signed = await one.signed(await signedForm(world, PERSON.id))
      return { acting: 1, send: () => one.send('/entries', signed) }
    },
    'a form that is confirmed': async (world) => {
      const { other, id } = await enteredBy(world, '鈴木', '佐藤')
      const confirmation = await other.confirmation(id)
      return { acting: 1, send: () => other.send(`/entries/${id}/confirm`, confirmation) }
    },
    'a form that is given back': async (world) => {
      const { other, id } = await enteredBy(world, '鈴木', '佐藤')
      return { acting: 0, send: () => other.giveBack(id, 'not-signed') }
    },
  }

  /** A form that `first` has entered, and `second` signed in. */
  async function enteredBy(world: World, first: string, second: string) {
    const one = await openClerk(world, first)
    const { id } = await one.enter(await signedForm(world, PERSON.id))
    return { other: await openClerk(world, second), id }
  }

  describe.for(Object.entries(ACTS))('%s', ([, prepare]) => {
    test('is not by it, where it was blocked before the act', async ({ world }) => {
      const { acting, send } = await prepare(world)
      await refusedWhen(world, acting, send, () =>
        world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' }),
      )
    })

    test('is not in a session that ended before the act', async ({ world }) => {
      const { acting, send } = await prepare(world)
      await refusedWhen(world, acting, send, async () => world.clock.advance(61 * 60_000))
    })
  })

  /** Lets something happen between the admission of a request and its act. */
  async function refusedWhen(
    world: World,
    acting: number,
    send: () => Promise<Response>,
    meanwhile: () => Promise<unknown>,
  ) {
    const seam = createSeam(world.deps.store)
    world.replace({ store: seam.store })
    let left = ''
    seam.before(acting, async () => {
      await meanwhile()
      left = await world.fingerprint('desk_session', 'challenge')
    })
    const answer = await send()
    expect(seam.armed, 'the request never acted').toBe(false)
    await refused(world, answer, 'not-signed-in')
    expect(await world.fingerprint('desk_session', 'challenge')).toBe(left)
  }

  test('was not used twice by its owner: a copy that has signed ends the act', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const signed = await one.signed(await signedForm(world, PERSON.id))
    const copy = createClerk(world, one.authenticator)
    await copy.signIn()
    await refused(world, await one.send('/entries', signed), 'passkey-rejected')
  })
})

describe('an invitation', () => {
  test('ends with the next one, with a day, and with a block', async ({ world }) => {
    const options = (secret: string) => createClerk(world).send('/keys/options', { invite: secret })
    const first = await invite(world, '佐藤')
    const second = await invite(world, '佐藤')
    await refused(world, await options(first), 'not-found')
    expect((await options(second)).status).toBe(200)
    world.clock.advance(25 * 3_600_000)
    await refused(world, await options(second), 'not-found')
    const third = await invite(world, '佐藤')
    await world.deps.deskInvitations.block({ desk: 'city-hall', name: '佐藤' })
    await refused(world, await options(third), 'not-found')
  })

  test('registers one key, whoever is faster', async ({ world }) => {
    const secret = await invite(world, '佐藤')
    const clerks = [createClerk(world), createClerk(world)]
    const invited = { invite: secret }
    const asked = await Promise.all(
      clerks.map((clerk) => clerk.call<CreationOptions>('POST', '/api/desk/keys/options', invited)),
    )
    const answers = await Promise.all(
      clerks.map(({ send, authenticator }, i) =>
        send('/keys', { ...invited, response: authenticator.create(asked[i] as CreationOptions) }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404])
  })

  test('takes no key that is built in, and none that is synced', async ({ world }) => {
    const secret = await invite(world, '佐藤')
    const builtIn = createClerk(world, createAuthenticator({ origin: world.origin, backupEligible: false }))
    await refused(world, await builtIn.register(secret), 'platform-passkey-refused')
    const synced = createClerk(
      world,
      createAuthenticator({ origin: world.origin, transports: ['hybrid'], attachment: 'cross-platform' }),
    )
    await refused(world, await synced.register(secret), 'platform-passkey-refused')
  })

  test('needs the owner of the key, and so does each signature', async ({ world }) => {
    const secret = await invite(world, '佐藤')
    const clerk = createClerk(world)
    await refused(world, await clerk.register(secret, { userVerified: false }), 'passkey-rejected')
    const { one, other, id } = await entered2(world)
    const unverified = await one.signed(await signedForm(world, ordinary(1).id), { userVerified: false })
    await refused(world, await one.send('/entries', unverified), 'passkey-rejected')
    const weak = await other.confirmation(id, { userVerified: false })
    await refused(world, await other.send(`/entries/${id}/confirm`, weak), 'passkey-rejected')
    const forged = await other.confirmation(id, { badSignature: true })
    await refused(world, await other.send(`/entries/${id}/confirm`, forged), 'passkey-rejected')
  })

  async function entered2(world: World) {
    const [one, other] = [await openClerk(world, '高橋'), await openClerk(world, '鈴木')]
    return { one, other, ...(await one.enter(await signedForm(world, PERSON.id))) }
  }
})

describe('a key of the staff', () => {
  test('signs in no patient, and a patient’s passkey nobody at a desk', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const patient = world.patient({ authenticator: one.authenticator })
    const options = await patient.sessionOptions()
    const answer = await patient.browser.send('POST', '/api/sessions', {
      json: { response: one.authenticator.get(options) },
    })
    await refused(world, answer, 'passkey-rejected')
    const person = world.patient()
    await person.enrol(PERSON.id)
    const intruder = createClerk(world, person.authenticator)
    await refused(world, await intruder.send('/sessions', await intruder.signInAnswer()), 'passkey-rejected')
  })

  test('reaches no form of another desk', async ({ world }) => {
    const { id, form } = await entered(world)
    const elsewhere = await openClerk(world, '鈴木', 'ward-office')
    expect(await elsewhere.entries()).toEqual([])
    await refused(world, await elsewhere.send(`/entries/${id}/options`, {}), 'not-found')
    await refused(world, await elsewhere.giveBack(id, 'not-signed'), 'not-found')
    const same = await elsewhere.signed(await signedForm(world, PERSON.id, { form: form.form }))
    await refused(world, await elsewhere.send('/entries', same), 'form-used')
  })
})

describe('a sealed subject', () => {
  test('for a database is none for a desk, and the other way round', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    const form = await signedForm(world, PERSON.id)
    const sealed = await sealedSubject(world, 'demo-registry', numbersOf(PERSON))
    await refused(
      world,
      await one.send('/entries/options', { ...form, sealed }),
      'subject-for-another-database',
    )
    const holder = world.holder('demo-registry')
    const ndjson = `${JSON.stringify({ subject: form.sealed })}\n`
    const path = '/linkages?database=demo-registry&purpose=research'
    const line = await (await holder.send('POST', path, { ndjson })).json()
    expect(line).toEqual({ error: 'subject-for-another-database' })
  })

  test('for a desk is given to no holder', async ({ world }) => {
    const basic = Buffer.from('holder-demo-registry:demo-holder-secret').toString('base64')
    const answer = await fetch(`${world.surroundings.resolverUrl}/sealed-subjects?database=erabu-desk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${basic}` },
      body: JSON.stringify({ coverages: [numbersOf(PERSON)] }),
    })
    expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-eligible' }])
  })

  const withId4 = checked({ settings: { ERABU_SCHEMES: 'id5,id4' } })
  withId4('by name, birth date and sex means nobody surely', async ({ world }) => {
    const one = await openClerk(world, '佐藤')
    for (const { id } of [PEOPLE.namesake, PERSON]) {
      const form = printedForm(world)
      const sealed = await readAtWindow(world, id, { document: 'other', form })
      const body = { ...(await signedForm(world, id, { form })), sealed }
      await refused(world, await one.send('/entries/options', body), 'person-unsure')
    }
  })
})

describe('a person who may be two', () => {
  const [A, B] = [ordinary(3), ordinary(4)]

  test('by a correction, where both have an account, is refused', async ({ world }) => {
    for (const { id } of [A, B]) await world.patient().enrol(id)
    await world.surroundings.correct('merge', [A.id, B.id])
    const one = await openClerk(world, '佐藤')
    const answers: Response[] = []
    for (const { id } of [A, B])
      answers.push(await one.send('/entries', await one.signed(await signedForm(world, id))))
    expect(await Promise.all(answers.map((answer) => codeOf(answer.clone())))).toEqual([
      'person-unsure',
      'person-unsure',
    ])
    expect((await world.check()).desk_entry).toEqual([])
  })
})

test('two of the staff who confirm at once make one decision', async ({ world }) => {
  const { one, other, id } = await entered(world)
  const third = await openClerk(world, '田中')
  const clerks: Clerk[] = [other, third]
  const bodies = await Promise.all(clerks.map((clerk) => clerk.confirmation(id)))
  const answers = await Promise.all(clerks.map((clerk, i) => clerk.send(`/entries/${id}/confirm`, bodies[i])))
  const said = await Promise.all(answers.map((answer) => answer.json()))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(said[0]).toEqual(said[1])
  expect((await world.check()).decision).toHaveLength(1)
  await refused2(await one.giveBack(id, 'not-signed'))

  async function refused2(answer: Response) {
    expect(await problemFaults(answer, 'entry-ended')).toEqual([])
  }
})
