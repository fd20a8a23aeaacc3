import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAnchored, readAnchor } from '../../api/audit/anchors.ts'
import { checkAudit } from '../../api/audit/check.ts'
import { readSqlite, sqliteFile } from '../../api/store/engine/sqlite.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { runCommand } from '../support/command.ts'
import { openClerk, signedForm } from '../support/desk.ts'
import { readMetric } from '../support/metrics.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { dayFrom, INLINE, usesOf } from '../support/uses.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
/** The store as honest work left it, and its newest anchor. */
let folder: string
let anchor: string
const keys = () => world.deps.signer.publicKeys()

beforeAll(async () => {
  world = await startWorld({ embedded: true })
  const registry = world.holder('demo-registry')
  await registry.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  for (const index of [0, 1]) {
    const patient = world.patient()
    await patient.enrol(ordinary(index).id)
    await patient.decide('stop', { all: true })
    await patient.decide('allow', { database: 'demo-registry' })
    await patient.signIn()
    if (index === 0)
      await patient.call('POST', '/api/cases', {
        about: 'linkage',
        database: 'demo-registry',
        says: 'unclear',
      })
  }
  const [one, other] = [await openClerk(world, '佐藤'), await openClerk(world, '鈴木')]
  await other.confirm((await one.enter(await signedForm(world, ordinary(3).id))).id)
  await one.giveBack((await one.enter(await signedForm(world, ordinary(4).id))).id, 'not-signed')
  await world.tick()
  const { token } = await world.deps.store.read((db) =>
    db
      .selectFrom('token')
      .select('token')
      .where('database_id', '=', 'demo-registry')
      .where('listed', '=', 'revoked')
      .executeTakeFirstOrThrow(),
  )
  const ndjson = JSON.stringify({ token, outcome: 'cannot', reason: 'law' })
  await registry.send('POST', `/ssf/streams/${await registry.streamId()}/outcomes`, { ndjson })
  const of = usesOf(registry)
  await of.put('p-1')
  await of.erase('p-1', '2026-10-31')
  world.clock.advance(5 * DAY)
  registry.forgetToken()
  const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
  await of.report('p-1', days, [token])
  await of.report({ ...INLINE, id: 'p-2' }, days, [token])
  await world.tick()
  world.clock.advance(2 * MINUTE)
  await world.patient().enrol(ordinary(2).id)
  await world.tick()
  folder = mkdtempSync(join(tmpdir(), 'erabu-audit-'))
  cpSync(world.deps.config.data, folder, { recursive: true, filter: (path) => !path.endsWith('.lock') })
  anchor = String(
    new DatabaseSync(sqliteFile(folder)).prepare('select jws from audit_anchor order by ordinal desc').get()
      ?.jws,
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world?.close()
})

/** The result of the audit after statements that no part of the service would run. */
async function auditAfter(...statements: string[]): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'tampered-')), 'erabu.db')
  const db = new DatabaseSync(sqliteFile(folder))
  db.exec(`vacuum into '${file}'`)
  db.close()
  const tampered = new DatabaseSync(file)
  tampered.exec('pragma foreign_keys = off')
  for (const statement of statements) {
    const { changes } = tampered.prepare(statement).run()
    expect(changes, statement).toBeGreaterThan(0)
  }
  tampered.close()
  return readSqlite(file, async (db) => {
    await checkAnchored(db, await readAnchor(anchor, keys()))
    return checkAudit(db, keys())
  }).then(
    () => 'holds',
    (error: Error) => error.message,
  )
}

const LONGEST = '(select chain from audit group by chain order by count(*) desc limit 1)'
const DECISION = "(select id from decision where choice = 'stop' limit 1)"

describe('the audit trail', () => {
  test('holds after honest work, and reports how much it covers', async () => {
    expect(await auditAfter()).toBe('holds')
    const summary = await readSqlite(sqliteFile(folder), (db) => checkAudit(db, keys()))
    expect(Object.fromEntries(summary.entries)).toEqual({
      decision: 5,
      'desk-invited': 2,
      'desk-key': 2,
      'desk-signed-in': 2,
      'desk-entered': 2,
      'desk-returned': 1,
      linkages: 1,
      outcomes: 1,
      project: 1,
      erasure: 1,
      'case-opened': 1,
      'case-asked': 1,
      'passkey-added': 3,
      'sign-in': 5,
    })
    expect(summary).toMatchObject({ anchors: 3, tokens: 4 })
  })

  test.for<[what: string, fault: RegExp, ...statements: string[]]>([
    [
      'a changed entry',
      /was changed/,
      `update audit set at = at + 1 where chain = ${LONGEST} and ordinal = 1`,
    ],
    [
      'an entry taken out',
      /entry 1 .* is missing/,
      `delete from audit where chain = ${LONGEST} and ordinal = 1`,
    ],
    [
      'two entries that changed places',
      /was changed/,
      `update audit set ordinal = -ordinal where chain = ${LONGEST} and ordinal < 3`,
      `update audit set ordinal = 3 + ordinal where ordinal < 0`,
    ],
    [
      'a chain that was cut short with its head',
      /anchor \d+ names/,
      `update audit_chain set ordinal = ordinal - 1, hash = (select previous from audit
       where audit.chain = audit_chain.chain and audit.ordinal = audit_chain.ordinal) where chain = ${LONGEST}`,
      'delete from audit where ordinal > (select c.ordinal from audit_chain c where c.chain = audit.chain)',
    ],
    [
      'all of it thrown away with what it is about',
      /anchor \d+ names/,
      ...['audit_anchor', 'audit', 'audit_chain', 'decision', 'passkey', 'session'].map(
        (table) => `delete from ${table}`,
      ),
      'update token set minted_by = null',
    ],
    ['an anchor taken out', /anchor 1 is missing/, 'delete from audit_anchor where ordinal = 1'],
    [
      'an anchor of another key',
      /does not verify/,
      `update audit_anchor set jws = substr(jws, 1, length(jws) - 8) || 'AAAAAAAA'`,
    ],
    ['a decision taken out', /not in the store: a decision/, `delete from decision where id = ${DECISION}`],
    [
      'a decision turned round',
      /was changed after it was audited: a decision/,
      `update decision set choice = 'allow' where choice = 'stop' and id = (select id from decision where choice = 'stop' limit 1)`,
    ],
    [
      'a decision that nobody made',
      /not audited: a decision/,
      `insert into decision select 'added', subject, 99, choice, scope_database, scope_purpose, text, locale, device,
       recorded_at, evidence, 'R-0', receipt, scope_databases, acting, acting_patient, desk from decision limit 1`,
    ],
    [
      'a passkey put in',
      /not audited: a passkey/,
      `insert into passkey select 'planted', patient_id, public_key, counter, transports, backup_eligible, backed_up, aaguid,
       created_at, last_used_at, name, unannounced, known_until from passkey limit 1`,
    ],
    [
      'a passkey taken out',
      /not in the store: a passkey/,
      `delete from passkey where id = (select id from passkey limit 1)`,
    ],
    [
      'somebody signed in by hand',
      /not audited: a session/,
      `update session set id = 'planted' where id = (select id from session where patient_id is not null limit 1)`,
    ],
    [
      'a token put in',
      /other tokens/,
      `update token set token = 'planted' where token = (select token from token where generation = 1 limit 1)`,
    ],
    [
      'an approval moved to another day',
      /says something else than it was audited with: a change of a project/,
      `update project_version set approved_on = '2020-01-01'`,
    ],
    [
      'a change of a project taken out',
      /a change of a project/,
      'delete from project_version where version = 2',
    ],
    [
      'a change of a project put in',
      /not audited: a change of a project/,
      `insert into project_version select database_id, project_id, 3, title, organisation, purpose, approved_by, approved_on,
       environment, form, ends_on, erase_by, erased_on, at, 'planted' from project_version where version = 2`,
    ],
    ['a case taken out', /not in the store: a case/, 'delete from case_file'],
    [
      'a question turned round',
      /says something else than it was audited with: a case/,
      `update case_file set says = 'missing' where opened_by = 'me'`,
    ],
    [
      'an answer that nobody gave',
      /not audited: the answer to a case/,
      `update case_file set answer = 'lawful', answered_at = 1, state = 'answered' where opened_by = 'me'`,
    ],
    [
      'a case put in',
      /not audited: a case/,
      `update case_file set number = 'planted' where opened_by = 'me'`,
    ],
    [
      'an outcome turned round',
      /says something else than it was audited with: a batch of outcomes/,
      `update outcome set reason = 'published'`,
    ],
    ['an outcome taken out', /a batch of outcomes/, 'delete from outcome'],
    [
      'an outcome that no holder said',
      /not audited: a batch of outcomes/,
      `insert into outcome
      select token, 2, 'applied', null, null, at, 'planted' from outcome`,
    ],
    [
      'a form about somebody else',
      /says something else than it was audited with: a form/,
      `update desk_entry set subject = 'somebody'`,
    ],
    ['a form taken out', /not in the store: a form/, `delete from desk_entry where state = 'recorded'`],
    ['a form put in', /not audited: a form/, `update desk_entry set id = 'planted' where state = 'returned'`],
    [
      'a form given back for another reason',
      /says something else than it was audited with: a form/,
      `update desk_entry set reason = 'taken-back' where state = 'returned'`,
    ],
    [
      'a form given back that nobody gave back',
      /not audited: the return of a form/,
      `update desk_entry set state = 'returned' where state = 'recorded'`,
    ],
    [
      'a key of a desk exchanged',
      /was changed after it was audited: a key of a desk/,
      `update desk_staff set public_key = 'mine'`,
    ],
    [
      'a key of a desk put in',
      /not audited: a key of a desk/,
      `update desk_staff set id = 'planted' where name = '佐藤'`,
    ],
    [
      'a stop of a desk turned into the person’s own',
      /was changed after it was audited: a decision/,
      'update decision set desk = null where desk is not null',
    ],
    ['a batch put in', /a batch of linkages/, `update token set minted_by = 'planted' where generation = 2`],
  ])('is broken by %s', async ([, fault, ...statements]) => {
    expect(await auditAfter(...statements)).toMatch(fault)
  })

  test('is reported as broken to the operator, and no longer anchored', async () => {
    const { auditAnchors, store } = world.deps
    const broken = () => readMetric(world, 'erabu_audit_broken')
    await auditAnchors.anchor()
    expect(auditAnchors.brokenBy()).toBeNull()
    expect(await broken()).toEqual({ '': 0 })
    await world.patient().enrol(ordinary(3).id)
    const [newest] = await store.read((db) =>
      db.selectFrom('audit_chain').selectAll().whereRef('ordinal', '>', 'anchored').execute(),
    )
    await store.transact((tx) =>
      tx
        .updateTable('audit')
        .set({ reference: 'x' })
        .where('chain', '=', newest?.chain ?? '')
        .where('ordinal', '=', newest?.ordinal ?? 0)
        .execute(),
    )
    const anchors = () =>
      store.read(async (db) => (await db.selectFrom('audit_anchor').select('ordinal').execute()).length)
    const before = await anchors()
    await auditAnchors.anchor()
    expect(auditAnchors.brokenBy()).toMatch(/was changed/)
    expect(await broken()).toEqual({ '': 1 })
    expect(await anchors()).toBe(before)
  })

  test('is verified by a command while the service runs, which exits with 1 where it does not hold', async () => {
    const fresh = await startWorld({ embedded: true })
    try {
      await fresh.patient().enrol(ordinary(0).id)
      const { data, keys } = fresh.deps.config
      const run = () => runCommand('api/cli/audit.ts', { ERABU_DATA: data, ERABU_KEYS: keys })
      expect(await run()).toEqual({ code: 0, said: expect.stringContaining('The audit trail holds') })
      await fresh.deps.store.transact((tx) => tx.updateTable('audit').set({ at: 1 }).execute())
      expect(await run()).toEqual({
        code: 1,
        said: expect.stringMatching(/BROKEN: entry 1 of chain .* was changed/),
      })
    } finally {
      await fresh.close()
    }
  }, 120_000)
})
