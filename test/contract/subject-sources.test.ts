import { describe, expect } from 'vitest'
import { readStored } from '../support/check/stored.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, PEOPLE } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { createOutsider } from './outsider.ts'

const DATABASE = 'demo-registry'
const ELSEWHERE = 'demo-biobank'
const HOUR = 3_600_000
const { kana, birth_date, sex } = PEOPLE.jobChanger

/** The same promises for whichever identifier the state chooses: where holders have people sealed, and from what. */
const SOURCES = [
  { scheme: 'id5', uses: 'id5', path: '/sealed-subjects', record: numbersOf(PEOPLE.jobChanger) },
  { scheme: 'id4', uses: 'id5,id4', path: '/sealed-subjects', record: { id4: { kana, birth_date, sex } } },
  {
    scheme: 'kyotsu',
    uses: 'id5,kyotsu',
    path: '/issuer/sealed-subjects',
    record: numbersOf(PEOPLE.jobChanger),
  },
  { scheme: 'kyotsu', uses: 'kyotsu', path: '/issuer/sealed-subjects', record: numbersOf(PEOPLE.jobChanger) },
] as const

describe.each(SOURCES)(
  'a subject sealed by $scheme, where $uses is in use',
  ({ scheme, uses, path, record }) => {
    const open = (world: World) => world.restart(undefined, { ERABU_SCHEMES: uses })

    /** Seals one record for a database, in the words of the written interface. */
    async function seal(world: World, database = DATABASE): Promise<string> {
      const { clientId } = world.holder(DATABASE).key
      const response = await fetch(`${world.surroundings.resolverUrl}${path}?database=${database}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:demo-holder-secret`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ coverages: [record] }),
      })
      const { subjects } = (await response.json()) as { subjects: { subject: string }[] }
      return subjects[0]?.subject ?? expect.fail('nothing is sealed')
    }

    type Answer = { token: string; state: string; error?: string }
    async function register(world: World, subject: string): Promise<Answer> {
      const now = Math.floor(world.clock.now().getTime() / 1000)
      const outsider = await createOutsider(world.origin, world.holder(DATABASE).key, DATABASE, (claims) =>
        Object.assign(claims, { iat: now, nbf: now, exp: now + 60 }),
      )
      const [answer] = await outsider.registerLines<Answer>([{ subject }])
      return answer ?? expect.fail('no answer')
    }

    const enrolled = async (world: World, resident: string = PEOPLE.jobChanger.id): Promise<Patient> => {
      const patient = world.patient()
      await patient.enrol(resident)
      return patient
    }

    const seenBy = async (patient: Patient) =>
      (await patient.databases()).databases.find(({ id }) => id === DATABASE)?.linkages ?? []

    test('is different each time, and stands for one linkage', async ({ world }) => {
      await open(world)
      const [one, again] = [await seal(world), await seal(world)]
      expect(one).not.toBe(again)
      const first = await register(world, one)
      expect(first).toMatchObject({ state: 'usable', token: expect.stringMatching(/^[\w-]{43}$/) })
      expect(await register(world, again)).toEqual(first)
    })

    test('is worth nothing to another database, after a day, or with a byte changed', async ({ world }) => {
      await open(world)
      const subject = await seal(world)
      expect(await register(world, await seal(world, ELSEWHERE))).toEqual({
        error: 'subject-for-another-database',
      })
      const at = subject.length - 30
      const changed = `${subject.slice(0, at)}${subject[at] === 'A' ? 'B' : 'A'}${subject.slice(at + 1)}`
      expect(await register(world, changed)).toEqual({ error: 'subject-rejected' })
      world.clock.advance(25 * HOUR)
      expect(await register(world, subject)).toEqual({ error: 'subject-expired' })
    })

    test('is seen by its person, and by nobody else', async ({ world }) => {
      await open(world)
      await register(world, await seal(world))
      const [owner, stranger] = [await enrolled(world), await enrolled(world, PEOPLE.twiceChanger.id)]
      const precision = scheme === 'id4' ? 'id4' : scheme
      expect(await seenBy(owner)).toMatchObject([{ purpose: 'research', state: 'usable', precision }])
      expect(await seenBy(stranger)).toEqual([])
    })

    test('follows every decision of its person, made before it or after', async ({ world }) => {
      await open(world)
      const patient = await enrolled(world)
      await patient.decide('stop', { all: true })
      world.clock.advance(2 * HOUR)
      await world.tick()
      await patient.signIn()
      const { token, state } = await register(world, await seal(world))
      expect(state).toBe('revoked')
      await patient.decide('allow', { all: true })
      world.clock.advance(60 * HOUR)
      await world.tick()
      const opened = await register(world, await seal(world))
      expect(opened.state).toBe('usable')
      expect(opened.token).not.toBe(token)
      await patient.signIn()
      await patient.decide('stop', { database: DATABASE })
      world.clock.advance(2 * HOUR)
      await world.tick()
      expect((await register(world, await seal(world))).state).toBe('revoked')
      await patient.signIn()
      expect(await seenBy(patient)).toMatchObject([{ state: 'stopped', held: false }])
    })

    test('leaves nothing at rest by which a person could be found', async ({ world }) => {
      await open(world)
      const subject = await seal(world)
      await register(world, subject)
      await enrolled(world)
      const stored = JSON.stringify(await readStored(world.place))
      const named = await world.deps.identification.person([numbersOf(PEOPLE.jobChanger)])
      const secrets = [...(named?.ids.map(({ id }) => id) ?? []), kana, birth_date, subject]
      expect(secrets.length).toBeGreaterThan(3)
      for (const secret of secrets) expect(stored.includes(secret), secret).toBe(false)
    })
  },
)
