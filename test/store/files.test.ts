import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { restoreInPlace } from '../../api/store/backup.ts'
import { currentEpoch } from '../../api/store/epochs.ts'
import { headOf, publish } from '../../api/store/feeds.ts'
import type { EventRow } from '../../api/store/schema.ts'
import { openSqlite } from '../../api/store/sqlite.ts'
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

/** As a process leaves it that ends at this moment. */
function crash(): void {
  const saved = ['', '-wal'].map((end) => [end, readFileSync(file(end))] as const)
  afterClose = () => {
    for (const [end, bytes] of saved) writeFileSync(file(end), bytes)
  }
}
let afterClose: () => void

test('nobody else on the machine can read the store, also one that was made before', async () => {
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
    expect.arrayContaining(['erabu.db', 'erabu.db-wal', 'erabu.head', 'erabu.lock']),
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

test('nobody reads of an event before the note outside of the database covers it', async () => {
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

test('a damaged log is not started on; what can be read of it goes on in an epoch', async () => {
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

test('a start that was cut off in the middle of the schema is begun again', async () => {
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
