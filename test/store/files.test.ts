import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendAudit } from '../../api/store/audit.ts'
import { restoreInPlace } from '../../api/store/backup.ts'
import { openSqlite } from '../../api/store/engine/sqlite.ts'
import { currentEpoch } from '../../api/store/epochs.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import { headOf } from '../../api/store/feeds/heads.ts'
import { publish } from '../../api/store/feeds/publish.ts'
import type { EventRow } from '../../api/store/feeds/rows.ts'
import type { Store } from '../../api/store/store.ts'

const EMPTY = { seq: 0, revoked_count: 0, revoked_digest: '' }
let folder: string
let broken: string[]
const open = () => openSqlite(folder, (error) => void broken.push(error.message))
const file = (end = '') => join(folder, `erabu.db${end}`)
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'erabu-files-')), 'data')
  broken = []
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const publishOne = (store: Store, seq: number) =>
  store.transact((tx) => {
    const event = { database_id: 'a', seq, jti: `j${seq}`, token: `t${seq}`, kind: 'revoke', set: 's' }
    const times = { recorded_at: 0, published_at: 0, revoked_count: seq, revoked_digest: '' }
    return publish(
      tx,
      'a',
      { ...EMPTY, seq: seq - 1 },
      { ...EMPTY, seq },
      [{ ...event, ...times } as EventRow],
      [],
    )
  })

const look = async (store: Store) => store.keepWatch?.()

/** The state that a process leaves if it ends now. */
function crash(): void {
  const saved = ['', '-wal'].map((end) => [end, readFileSync(file(end))] as const)
  afterClose = () => {
    for (const [end, bytes] of saved) writeFileSync(file(end), bytes)
  }
}
let afterClose: () => void

test('nobody else on the machine can read the store, even one that existed before', async () => {
  await (await open()).close()
  for (const name of readdirSync(folder))
    writeFileSync(join(folder, name), readFileSync(join(folder, name)), { mode: 0o644 })
  const store = await open()
  await publishOne(store, 1)
  await look(store)
  expect(modeOf(folder)).toBe('700')
  const modes = Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]))
  expect(new Set(Object.values(modes)), JSON.stringify(modes)).toEqual(new Set(['600']))
  expect(Object.keys(modes)).toEqual(
    expect.arrayContaining(['erabu.db', 'erabu.db-wal', 'erabu.head', 'erabu.lock', 'erabu.trail']),
  )
  await store.close()
})

test('a lock, a database or a log that is replaced under a running process ends it', async () => {
  for (const [name, words] of [
    ['erabu.lock', 'the lock'],
    ['erabu.db', 'replaced or written by another program'],
    ['erabu.db-wal', 'the log'],
  ] as const) {
    const store = await open()
    await look(store)
    expect(broken).toEqual([])
    renameSync(join(folder, name), join(folder, `${name}.away`))
    copyFileSync(join(folder, `${name}.away`), join(folder, name))
    await look(store)
    expect(broken).toEqual([expect.stringContaining(words)])
    broken = []
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

test('an older copy that is written into the open database ends the process', async () => {
  await (await open()).close()
  const older = readFileSync(file())
  const store = await open()
  await publishOne(store, 1)
  await expect.poll(() => statSync(file('-wal')).size, { timeout: 10_000 }).toBe(0)
  await look(store)
  expect(broken, 'its own checkpoint is no foreign change').toEqual([])
  writeFileSync(file(), older)
  await look(store)
  expect(broken).toEqual([expect.stringContaining('written by another program')])
  await store.close()
})

test('a store that is behind its own note is not started, and begins an epoch when told to', async () => {
  const first = await open()
  await publishOne(first, 1)
  await first.close()
  const older = readFileSync(file())
  const store = await open()
  await publishOne(store, 2)
  await look(store)
  await store.close()
  await (await open()).close()

  writeFileSync(file(), older)
  await expect(open()).rejects.toThrow('event 2 of a was published, and it ends at 1')
  const kept = await restoreInPlace(folder, { id: 'next', at: 1 })
  expect(readdirSync(kept)).toContain('erabu.db')
  const again = await open()
  expect([await again.read(currentEpoch), (await again.read((db) => headOf(db, 'a'))).seq]).toEqual([
    { id: 'next', began_at: 1 },
    1,
  ])
  await again.close()
})

test('nobody reads an event before the note outside of the database covers it', async () => {
  const store = await open()
  const noted = () => {
    const note = join(folder, 'erabu.head')
    return existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as { a: number }).a : 0
  }
  const behind: unknown[] = []
  let read = 0
  for (const seq of [1, 2, 3]) {
    let isDone = false
    const done = publishOne(store, seq).finally(() => {
      isDone = true
    })
    while (!isDone) {
      const head = await store.read((db) => headOf(db, 'a'))
      if (noted() < head.seq) behind.push({ noted: noted(), head: head.seq })
      read += 1
      await nextTurn()
    }
    await done
    expect(noted()).toBe(seq)
  }
  expect(read).toBeGreaterThan(0)
  expect(behind).toEqual([])
  await store.close()
})

const acknowledge = (store: Store) =>
  store.transact((tx) => appendAudit(tx, 'one', [{ at: 0, kind: 'decision', reference: 'r', digest: null }]))

/** A copy of the folder as a kill would leave it now. */
function killed(from = folder, name = 'killed'): string {
  const copy = join(folder, '..', name)
  rmSync(copy, { recursive: true, force: true })
  execFileSync('cp', ['-a', from, copy])
  return copy
}
const openKilled = (copy: string) => openSqlite(copy, (error) => void broken.push(error.message))

test('a store that lacks what was acknowledged and never published is not started', async () => {
  const first = await open()
  await acknowledge(first)
  await first.close()
  const older = readFileSync(file())
  const store = await open()
  await acknowledge(store)
  // In the turn of the commit: no checkpoint comes between.
  const left = killed(folder, 'left')

  const whole = await openKilled(killed(left))
  await acknowledge(whole)
  await whole.close()
  for (const [damage, words] of [
    [(copy: string) => truncateSync(join(copy, 'erabu.db-wal'), 0), 'the log is empty'],
    [(copy: string) => truncateSync(join(copy, 'erabu.db-wal'), 4000), 'the log is cut in its first frame'],
    [(copy: string) => writeFileSync(join(copy, 'erabu.db'), older), 'the log goes into an older database'],
  ] as const) {
    const copy = killed(left)
    damage(copy)
    if (words.includes('older')) rmSync(join(copy, 'erabu.db-wal'))
    await expect(openKilled(copy), words).rejects.toThrow('2 entries of its audit trail were acknowledged')
  }
  await store.close()
  writeFileSync(file(), older)
  await expect(open(), 'after a clean end').rejects.toThrow('2 entries of its audit trail were acknowledged')
  await restoreInPlace(folder, { id: 'next', at: 1 })
  await (await open()).close()
})

test('a missing log is a loss, unless its content was checkpointed into the database', async () => {
  await (await open()).close()
  const store = await open()
  // Nothing of it is in the audit trail.
  await publishOne(store, 1)
  const left = killed(folder, 'left')
  const lost = killed(left)
  rmSync(join(lost, 'erabu.db-wal'))
  rmSync(join(lost, 'erabu.head'))
  await expect(openKilled(lost)).rejects.toThrow(/erabu.db-wal is missing.*--epoch/)
  await restoreInPlace(lost, { id: 'next', at: 1 })
  await (await openKilled(lost)).close()

  const brought = killed(left)
  const other = new DatabaseSync(join(brought, 'erabu.db'))
  other.prepare('select count(*) from feed').get()
  other.close()
  expect(existsSync(join(brought, 'erabu.db-wal'))).toBe(false)
  const again = await openKilled(brought)
  expect((await again.read((db) => headOf(db, 'a'))).seq).toBe(1)
  await again.close()

  await expect.poll(() => statSync(file('-wal')).size, { timeout: 10_000 }).toBe(0)
  const idle = killed()
  rmSync(join(idle, 'erabu.db-wal'))
  await (await openKilled(idle)).close()
  await store.close()
  const started = await open()
  const unused = killed()
  rmSync(join(unused, 'erabu.db-wal'))
  await (await openKilled(unused)).close()
  await started.close()
})

test('what a power cut may undo is not noted', async () => {
  const store = await open()
  await acknowledge(store)
  await store.transact(
    (tx) => appendAudit(tx, 'one', [{ at: 0, kind: 'decision', reference: 'r', digest: null }]),
    { durable: false },
  )
  expect(JSON.parse(readFileSync(join(folder, 'erabu.trail'), 'utf8'))).toMatchObject({ entries: 1 })
  await acknowledge(store)
  expect(JSON.parse(readFileSync(join(folder, 'erabu.trail'), 'utf8'))).toMatchObject({ entries: 3 })
  await store.close()
})

test('a look in the middle of a transaction notes nothing uncommitted', async () => {
  const store = await open()
  await publishOne(store, 1)
  const undone = store.transact(async (tx) => {
    await tx.updateTable('feed').set({ seq: 2 }).execute()
    await tx.updateTable('event').set({ seq: 2 }).execute()
    store.keepWatch?.()
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await store.close()
  await (await open()).close()
})

test('nothing is acknowledged on replaced files, even between two looks', async () => {
  for (const name of ['erabu.lock', 'erabu.db', 'erabu.db-wal']) {
    const store = await open()
    await acknowledge(store)
    renameSync(join(folder, name), join(folder, `${name}.away`))
    copyFileSync(join(folder, `${name}.away`), join(folder, name))
    await expect(acknowledge(store), name).rejects.toThrow(StoreUnavailable)
    expect(broken, 'the answer still goes out').toEqual([])
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

test('an older copy in the open database is noticed although a checkpoint was due', async () => {
  const store = await open()
  await acknowledge(store)
  await expect.poll(() => statSync(file('-wal')).size, { timeout: 10_000 }).toBe(0)
  const older = readFileSync(file())
  await acknowledge(store)
  writeFileSync(file(), older)
  await sleep(1500)
  await look(store)
  expect(broken).toEqual([expect.stringContaining('written by another program')])
  await store.close()
})

test('a damaged log prevents a start; an epoch continues with what can be read of it', async () => {
  const store = await open()
  await publishOne(store, 1)
  await expect.poll(() => statSync(file('-wal')).size, { timeout: 10_000 }).toBe(0)
  for (const seq of [2, 3, 4]) await publishOne(store, seq)
  crash()
  await store.close()
  afterClose()
  const log = readFileSync(file('-wal'))
  const middle = Math.floor(log.length / 2)
  log[middle] = (log[middle] ?? 0) ^ 1
  writeFileSync(file('-wal'), log)
  await expect(open()).rejects.toThrow(/erabu.db-wal is damaged \(frame \d+ of \d+\)/)
  expect(readFileSync(file('-wal')).equals(log), 'nothing was changed').toBe(true)
  await restoreInPlace(folder, { id: 'next', at: 1 })
  const again = await open()
  expect((await again.read((db) => headOf(db, 'a'))).seq).toBeLessThan(4)
  expect(await again.read(currentEpoch)).toEqual({ id: 'next', began_at: 1 })
  await again.close()
})

test('a start that was interrupted within the schema steps can begin again', async () => {
  await (await open()).close()
  const whole = tablesOf()
  rmSync(folder, { recursive: true })
  const store = await open()
  crash()
  await store.close()
  afterClose()
  // The log as it was when a part of the schema was written: SQLite takes what was committed until then.
  const log = readFileSync(file('-wal'))
  for (const share of [0.3, 0.6, 0.9]) {
    afterClose()
    rmSync(file('-shm'), { force: true })
    writeFileSync(file('-wal'), log.subarray(0, Math.floor(log.length * share)))
    await (await open()).close()
    expect(tablesOf()).toEqual(whole)
  }
})

function tablesOf(): unknown[] {
  const db = new DatabaseSync(file(), { readOnly: true })
  try {
    return db.prepare(`select name, sql from sqlite_master where type = 'table' order by name`).all()
  } finally {
    db.close()
  }
}

test('a commit that changed nothing is no loss at the next start', async () => {
  const first = await open()
  await acknowledge(first)
  await expect.poll(() => statSync(file('-wal')).size, { timeout: 10_000 }).toBe(0)
  await first.transact(async (tx) => void (await tx.deleteFrom('session').where('id', '=', 'none').execute()))
  expect(statSync(file('-wal')).size).toBe(0)
  await first.close()
  await (await open()).close()
})
