import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeJwt, SignJWT } from 'jose'
import { describe, expect, onTestFinished } from 'vitest'
import type { Choice } from '../../api/contract/patient.ts'
import { createLedger } from '../../mocks/holder/ledger.ts'
import { createReferenceHolder } from '../../mocks/holder/reference.ts'
import { type Contribution, contribute, sha256 } from '../../mocks/linker/contribution.ts'
import { LINKER, linkerKey } from '../../mocks/linker/keys.ts'
import { createLinker } from '../../mocks/linker/linker.ts'
import type { ExtractReport } from '../../mocks/linker/report.ts'
import { createResolverApp } from '../../mocks/resolver/app.ts'
import { createSealer } from '../../mocks/sealing.ts'
import { numbersOf, ordinary, PEOPLE, RESIDENTS } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { checked } from '../support/world-test.ts'
import { HOLDER } from './resolver-visit.ts'

const test = checked({ settings: { ERABU_SCHEMES: 'id5,id4' } })
const REGISTRY = 'demo-registry'
const BIOBANK = 'demo-biobank'
const SCRIPT = join(import.meta.dirname, '../../mocks/linker/verify.py')
const run = promisify(execFile)

const { kana, birth_date, sex } = PEOPLE.namesake
/** A record without a number. */
const BY_NAME = { id4: { kana, birth_date, sex } }
/** Records of the first people, by person. */
const everybody = (count: number): Record<string, object> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [ordinary(i).id, numbersOf(ordinary(i))]))

type Sealed = { subject: string } | { error: string }
type Send = (path: string, init: RequestInit) => Response | Promise<Response>

/** Asks a resolver to seal records for an audience. */
async function sealedBy(send: Send, audience: string, entries: object[]): Promise<Sealed[]> {
  const answer = await send(`/sealed-subjects?database=${audience}`, {
    method: 'POST',
    headers: { authorization: HOLDER, 'content-type': 'application/json' },
    body: JSON.stringify({ coverages: entries }),
  })
  return ((await answer.json()) as { subjects: Sealed[] }).subjects
}

/** Two holders with these records (by person), a linker, and what they do together. */
async function linked(world: World, registry: Record<string, object>, biobank: Record<string, object>) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-linker-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const now = () => world.clock.now()
  const resolver = createResolverApp({
    residents: RESIDENTS,
    sealKey: world.deps.keys.sealedSubject,
    linkerKey: linkerKey(folder),
    secret: '-',
    holderSecret: 'demo-holder-secret',
    mayAsk: (database) => database !== LINKER,
    now,
  })
  const seal = (audience: string, entries: object[]) =>
    sealedBy((path, init) => resolver.request(path, init), audience, entries)

  async function open(database: typeof REGISTRY | typeof BIOBANK, records: Record<string, object>) {
    const { clientId: client_id, privateKey: key, kid } = world.holder(database).key
    const config = { issuer: world.origin, client_id, key, kid, database }
    const ledger = createLedger(join(folder, database))
    onTestFinished(() => ledger.close())
    const holder = createReferenceHolder(config, ledger, { now: () => now().getTime() })
    const people = Object.keys(records)
    const lines = await seal(database, Object.values(records))
    await holder.register(
      'research',
      people,
      lines.map((line) => ({ subject: 'subject' in line ? line.subject : '' })),
    )
    return async () => {
      for (let polls = 0; polls < 3; polls++) await holder.round({ wait: false })
      const entryOf = (person: string) => records[person] ?? {}
      const given = await contribute(holder, { database, purpose: 'research', entryOf, seal })
      return { ...given, tokens: holder.linkages().map(({ token }) => token) }
    }
  }
  const holders = [await open(REGISTRY, registry), await open(BIOBANK, biobank)] as const
  await world.tick()
  const linker = await createLinker({ folder, now })
  const both = async () => {
    const [one, other] = await Promise.all([holders[0](), holders[1]()])
    const contributions: [Contribution, Contribution] = [one.contribution, other.contribution]
    const signed = [...one.signed, ...other.signed]
    return { contributions, signed, tokens: [...one.tokens, ...other.tokens] }
  }

  return {
    folder,
    linker,
    both,
    approve: async (project: string) => linker.approve(project, (await both()).contributions),
    async extract(project: string) {
      const { contributions, signed, tokens } = await both()
      const { extract, report } = await linker.extract(project, contributions)
      const rows = extract.trim().split('\n').slice(1)
      const said = decodeJwt<ExtractReport>(report)
      const subjects = contributions.flatMap(({ usable }) => usable.map(({ subject }) => subject))
      return { extract, report, signed, said, rows, ids: rows.map(idOf), tokens, subjects, contributions }
    },
  }
}

const idOf = (row: string) => row.split(',')[0] ?? ''

async function decides(world: World, resident: string) {
  const patient = world.patient()
  await patient.enrol(resident)
  return (choice: Choice, database: string) => patient.decide(choice, { database })
}

describe('an extract that is linked', () => {
  test.for([REGISTRY, BIOBANK])(
    'no longer has the row of a person who was stopped only in %s',
    async (database, { world }) => {
      const { approve, extract } = await linked(world, everybody(3), everybody(3))
      const decide = await decides(world, 'ordinary-1')
      expect(await approve('p')).toBe(3)
      const first = await extract('p')
      expect(first.rows).toHaveLength(3)

      await decide('stop', database)
      expect((await extract('p')).extract).toBe(first.extract)
      await world.tick()
      const second = await extract('p')
      expect(second.rows).toHaveLength(2)
      expect(first.rows).toEqual(expect.arrayContaining(second.rows))
      const other = database === REGISTRY ? BIOBANK : REGISTRY
      expect(second.said).toMatchObject({
        rows_in: { [REGISTRY]: 3, [BIOBANK]: 3 },
        left_out: {
          at_approval: 0,
          at_extraction: { [database]: 1, [other]: 0 },
          alone: { [database]: 0, [other]: 1 },
        },
        rows_out: 2,
      })
    },
  )

  test('never has a person who was stopped at approval, even when they allow it again', async ({ world }) => {
    const { approve, extract } = await linked(world, everybody(3), everybody(3))
    const decide = await decides(world, 'ordinary-1')
    await decide('stop', BIOBANK)
    await world.tick()
    expect(await approve('before')).toBe(2)
    await decide('allow', BIOBANK)
    await world.tick()
    world.clock.set(3600_000)
    await world.tick()
    expect(await approve('after')).toBe(3)
    expect((await extract('before')).said).toMatchObject({ rows_out: 2, left_out: { at_approval: 1 } })
    expect((await extract('after')).said).toMatchObject({ rows_out: 3, left_out: { at_approval: 0 } })
  })

  test('has IDs that two projects cannot compare, and no holder knows', async ({ world }) => {
    const { approve, extract, folder } = await linked(world, everybody(3), everybody(3))
    await approve('p')
    await approve('q')
    const [p, q] = [await extract('p'), await extract('q')]
    expect(p.ids).toEqual(p.ids.toSorted())
    expect(new Set([...p.ids, ...q.ids]).size).toBe(6)
    expect((await extract('p')).ids).toEqual(p.ids)
    for (const known of [...p.tokens, ...p.subjects]) expect([...p.ids, ...q.ids]).not.toContain(known)
    const handed = JSON.stringify(p.contributions)
    for (const token of p.tokens) expect(handed).not.toContain(token)
    const again = await createLinker({ folder })
    expect((await again.extract('p', p.contributions)).extract).toBe(p.extract)
  })

  test('never joins a row that was found by name, birth date and sex', async ({ world }) => {
    const registry = { ...everybody(2), namesake: BY_NAME }
    const { approve, extract } = await linked(world, registry, {
      ...everybody(2),
      namesake: numbersOf(PEOPLE.namesake),
    })
    expect(await approve('p')).toBe(2)
    expect((await extract('p')).said).toMatchObject({
      rows_out: 2,
      left_out: { not_sure: { [REGISTRY]: 1, [BIOBANK]: 0 }, alone: { [REGISTRY]: 0, [BIOBANK]: 1 } },
    })
  })

  test('never joins two rows of one database that seem to be one person’s', async ({ world }) => {
    const twice = { ...everybody(2), again: numbersOf(ordinary(0)) }
    const { approve, extract } = await linked(world, twice, everybody(2))
    expect(await approve('p')).toBe(1)
    expect((await extract('p')).said.left_out.not_sure).toEqual({ [REGISTRY]: 2, [BIOBANK]: 0 })
  })

  test('is made only for an approved project and its databases, of subjects sealed for the linker', async ({
    world,
  }) => {
    const { approve, linker, both, folder } = await linked(world, everybody(1), everybody(1))
    const { contributions } = await both()
    const [one, other] = contributions
    await expect(linker.extract('p', contributions)).rejects.toThrow('was not approved')
    await expect(linker.approve('p', [one, one])).rejects.toThrow('one database')
    await approve('p')
    await expect(approve('p')).rejects.toThrow('approved before')
    await expect(linker.extract('p', [other, one])).rejects.toThrow('was approved for')
    const [subject] = await sealedBy(
      (path, init) => fetch(world.surroundings.resolverUrl + path, init),
      REGISTRY,
      [numbersOf(ordinary(0))],
    )
    expect(subject).toMatchObject({ subject: expect.any(String) })
    const wrong = { ...one, usable: [{ value: 1, ...(subject as { subject: string }) }] }
    await expect(linker.extract('p', [wrong, other])).rejects.toThrow('decryption')
    const forAnother = await createSealer(linkerKey(folder), world.clock.now)(
      { scheme: 'id5', id5: 'x' },
      REGISTRY,
    )
    const aside = { ...one, usable: [{ value: 1, subject: forAnother }] }
    await expect(linker.extract('p', [aside, other])).rejects.toThrow('sealed for somebody else')
  })

  test('has a report that another language verifies, and in which every change is found', async ({
    world,
  }) => {
    const { approve, extract, folder, linker } = await linked(world, everybody(3), everybody(3))
    await approve('p')
    const { extract: csv, report, signed, said } = await extract('p')
    const place = join(folder, 'given')
    mkdirSync(join(place, 'lists'), { recursive: true })
    const key = join(folder, 'key.json')
    writeFileSync(key, JSON.stringify(linker.publicKey))
    async function verdict({ lines = csv, jwt = report, lists = signed } = {}): Promise<string> {
      rmSync(join(place, 'lists'), { recursive: true })
      mkdirSync(join(place, 'lists'))
      writeFileSync(join(place, 'extract.csv'), lines)
      writeFileSync(join(place, 'report.jwt'), jwt)
      for (const [i, list] of lists.entries()) writeFileSync(join(place, 'lists', `${i}.jwt`), list)
      return run('python3', ['-B', SCRIPT, place, key]).then(
        ({ stdout }) => stdout,
        (error: { code: number; stderr: string }) => `${error.code} ${error.stderr}`,
      )
    }
    /** The same report with other content, signed by the linker's own key. */
    const { signing } = JSON.parse(readFileSync(join(folder, 'linker.json'), 'utf8'))
    const resigned = (change: Partial<ExtractReport>, typ = 'extract-report+jwt') =>
      new SignJWT({ ...said, ...change }).setProtectedHeader({ alg: 'ES256', typ }).sign(signing)

    expect(await verdict()).toMatch(/^The report of p holds: 3 rows, \d+ status lists\.$/m)
    expect(await verdict({ lines: csv.replace(/\d\n$/, 'x\n') })).toMatch(/^1 The extract is not/)
    expect(await verdict({ lines: csv.split('\n').slice(0, -2).join('\n') })).toMatch(/^1 The extract is not/)
    const [head = '', , tail = ''] = report.split('.')
    const payload = Buffer.from(JSON.stringify({ ...said, rows_out: 4 })).toString('base64url')
    expect(await verdict({ jwt: `${head}.${payload}.${tail}` })).toMatch(/^1 The signature/)
    const [first = '', ...others] = signed
    expect(await verdict({ lists: [`${first}A`, ...others] })).toMatch(/^1 The status list .* is not the one/)
    expect(await verdict({ lists: others })).toMatch(/^1 The status lists are not those/)
    expect(await verdict({ lists: [...signed, first] })).toMatch(/^1 The status lists are not those/)

    expect(await verdict({ jwt: await resigned({}) })).toMatch(/^The report of p holds/)
    expect(await verdict({ jwt: await resigned({}, 'statuslist+jwt') })).toMatch(/^1 This is no report/)
    expect(await verdict({ jwt: await resigned({ rows_out: 4 }) })).toMatch(/^1 The report says 4 rows/)
    const rows_in = { ...said.rows_in, [BIOBANK]: 4 }
    expect(await verdict({ jwt: await resigned({ rows_in }) })).toMatch(/^1 The counts of demo-biobank/)
    expect(await verdict({ jwt: await resigned({ extracted_at: '2099-01-01T00:00:00.000Z' }) })).toMatch(
      /^1 The status list .* had expired/,
    )
    const doubled = csv + csv.split('\n')[1]
    const jwt = await resigned({ extract_sha256: sha256(doubled), rows_out: 4 })
    expect(await verdict({ lines: doubled, jwt })).toMatch(/^1 An ID is in the extract twice/)
    expect(await verdict({ jwt: 'x' })).toMatch(/^1 The extract cannot be read/)
  }, 60_000)
})

test('a resolver without the key of a linker seals nobody for it', async ({ world }) => {
  const answer = await fetch(`${world.surroundings.resolverUrl}/sealed-subjects?database=${LINKER}`, {
    method: 'POST',
    headers: { authorization: HOLDER, 'content-type': 'application/json' },
    body: JSON.stringify({ coverages: [numbersOf(ordinary(0))] }),
  })
  expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-eligible' }])
})
