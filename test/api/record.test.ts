import { describe, expect } from 'vitest'
import { type RecordAnswer, type RecordEntry, RecordKind } from '../../api/contract/record.ts'
import { RECORD_OF } from '../../api/domain/record/of-audit.ts'
import { DAY, SECOND } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Every page of a person's record, by pages of this size. */
async function recordBy(patient: Patient, limit = 100): Promise<RecordEntry[]> {
  const entries: RecordEntry[] = []
  let before = ''
  do {
    const page = await patient.call<RecordAnswer>('GET', `/api/record?limit=${limit}${before}`)
    entries.push(...page.entries)
    before = page.next === null ? '' : `&before=${page.next}`
  } while (before !== '')
  return entries
}

/** One person whose records a database linked and used, who stopped it, and what the holder did. */
async function lived(world: World, index = 0) {
  const holder = world.holder('demo-registry')
  const [linked] = await holder.link('research', [numbersOf(ordinary(index))])
  const token = linked && 'token' in linked ? linked.token : ''
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  world.clock.advance(SECOND)
  await patient.decide('stop', { all: true })
  await world.tick()
  const stream = await holder.streamId()
  const { sets } = await holder.poll()
  await holder.poll({ returnImmediately: true, ack: Object.keys(sets) })
  await holder.applied({ through_seq: Object.keys(sets).length })
  const ndjson = JSON.stringify({ token, outcome: 'partly', reason: 'published', until: '2027-03-31' })
  await holder.send('POST', `/ssf/streams/${stream}/outcomes`, { ndjson })
  return { holder, patient, token }
}

const kindsOf = (entries: RecordEntry[]) => entries.map(({ kind }) => kind)

describe('the record', () => {
  test('tells what happened to the records and the account, newest first', async ({ world }) => {
    const { patient } = await lived(world)
    const entries = await recordBy(patient)
    expect(kindsOf(entries).sort()).toEqual(
      [
        'applied',
        'asked',
        'decided',
        'linked',
        'outcome',
        'passkey-added',
        'received',
        'signed-in',
        'told',
      ].sort(),
    )
    const times = entries.map(({ at }) => at)
    expect(times).toEqual([...times].sort().reverse())
    const of = (kind: string) => entries.find((entry) => entry.kind === kind)
    expect(of('decided')).toMatchObject({
      by: 'me',
      device: 'personal',
      decision: { choice: 'stop', scope: { all: true }, receipt_number: expect.stringMatching(/^R-/) },
    })
    expect(of('outcome')).toMatchObject({
      by: 'holder',
      database: 'demo-registry',
      purpose: 'research',
      outcome: { code: 'partly', reason: 'published', until: '2027-03-31' },
    })
    expect(of('told')).toMatchObject({ by: 'erabu', change: 'stop', database: 'demo-registry' })
    expect(of('asked')).toMatchObject({ by: 'erabu', device: 'personal' })
  })

  test('tells of uses, erasure and cases, and of each thing once', async ({ world }) => {
    const { patient, holder, token } = await lived(world)
    world.clock.advance(40 * DAY)
    holder.forgetToken()
    const today = world.clock.now().toISOString().slice(0, 10)
    const project = {
      title: '糖尿病の研究',
      organisation: '模擬大学',
      purpose: 'research',
      approved_by: '倫理審査委員会',
      approved_on: today,
      environment: 'copy',
      form: 'pseudonymised',
      ends_on: today,
      erase_by: today,
    }
    const path = '/projects/p-1?database=demo-registry'
    expect((await holder.send('PUT', path, { json: project })).status).toBe(201)
    const head = { database: 'demo-registry', project: 'p-1', from: today, to: today }
    const ndjson = `${JSON.stringify(head)}\n${JSON.stringify({ token })}`
    expect(await (await holder.send('POST', '/usage', { ndjson })).json()).toMatchObject({ after_stop: 1 })
    await world.tick()
    const erasure = '/projects/p-1/erasure?database=demo-registry'
    expect((await holder.send('POST', erasure, { json: { erased_on: today } })).status).toBeLessThan(300)
    await patient.signIn()
    const entries = await recordBy(patient)
    for (const kind of ['used', 'erased', 'case-opened'])
      expect(entries.filter((entry) => entry.kind === kind)).toHaveLength(1)
    expect(entries.find(({ kind }) => kind === 'used')).toMatchObject({
      class: 'after-stop',
      project: { id: 'p-1', title: '糖尿病の研究' },
      from: today,
    })
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
  })

  test('has the same entries in pages of any size, and in the file', async ({ world }) => {
    const { patient } = await lived(world)
    const whole = await recordBy(patient)
    for (const limit of [1, 2, 3, 7]) expect(await recordBy(patient, limit)).toEqual(whole)
    const file = await patient.browser.send('GET', '/api/record.ndjson')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/)
    const lines = (await file.text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(whole)
  })

  test('is the person’s alone, and holds no token, number or id of a session', async ({ world }) => {
    const { patient, token } = await lived(world)
    const other = world.patient()
    await other.enrol(ordinary(1).id)
    expect(kindsOf(await recordBy(other)).sort()).toEqual(['asked', 'passkey-added', 'signed-in'])
    const text = JSON.stringify(await recordBy(patient))
    expect(text).not.toContain(token)
    for (const number of Object.values(numbersOf(ordinary(0))))
      if (number && number.length > 4) expect(text).not.toContain(number)
  })

  test('refuses cursors that are not its own', async ({ world }) => {
    const { patient } = await lived(world)
    for (const before of ['AAAA', Buffer.from('x y').toString('base64url')])
      await expectRefused(world, 'not-found', () =>
        patient.browser.send('GET', `/api/record?before=${before}`),
      )
    await expectRefused(world, 'invalid-request', () => patient.browser.send('GET', '/api/record?limit=0'))
    await expectRefused(world, 'not-signed-in', () => world.patient().browser.send('GET', '/api/record'))
  })

  test('says nothing of the database that has not been told yet', async ({ world }) => {
    const holder = world.holder('demo-registry')
    await holder.link('research', [numbersOf(ordinary(0))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    expect(kindsOf(await recordBy(patient))).not.toContain('told')
  })
})

test('every kind of the audit trail has an entry or a reason, and every entry a kind', () => {
  const told = Object.values(RECORD_OF).filter((one) => typeof one === 'string')
  const derived = ['asked', 'told', 'received', 'applied', 'used']
  expect([...new Set([...told, ...derived])].sort()).toEqual([...RecordKind.options].sort())
  for (const one of Object.values(RECORD_OF))
    if (typeof one !== 'string') expect(one.nothing.length).toBeGreaterThan(20)
})
