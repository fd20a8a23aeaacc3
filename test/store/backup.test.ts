import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUp, restore, restoreInPlace } from '../../api/store/backup.ts'
import { openSqlite, sqliteFile } from '../../api/store/engine/sqlite.ts'
import { currentEpoch } from '../../api/store/epochs.ts'
import { StoreError } from '../../api/store/errors.ts'
import type { Store } from '../../api/store/store.ts'
import { put, rowsOf } from '../support/rows.ts'

const NEXT = { id: 'next', at: 7 }
/** It stands in the file wherever the row or its index is. */
const HANDLE = 'handle of the person before'
const trust = async () => {}
let root: string
let data: string
let copy: string
let opened: Store[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'erabu-backup-'))
  data = join(root, 'data')
  copy = join(root, 'copies', 'today', 'erabu.db')
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(root, { recursive: true })
})

async function open(folder = data): Promise<Store> {
  const store = await openSqlite(folder)
  opened.push(store)
  return store
}
/** Changes a row but not the index over it, which only a check of the whole file notices. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(HANDLE)
  expect(bytes.lastIndexOf(HANDLE), 'once in the table, once in its index').toBeGreaterThan(at)
  bytes.write('x', at)
  writeFileSync(file, bytes)
}
/** What is in the store of a folder that nobody has open. */
async function contentOf(folder = data) {
  const store = await openSqlite(folder)
  try {
    const people = (await rowsOf(store, 'patient')).map(({ id }) => id)
    return { people, epoch: await store.read(currentEpoch) }
  } finally {
    await store.close()
  }
}
/** A store with one person, closed, and a backup of it. */
async function backedUp(): Promise<void> {
  const store = await openSqlite(data)
  await put(store, { patient: [{ id: 'before', user_handle: HANDLE }] })
  await backUp(data, copy, trust)
  await put(store, { patient: [{ id: 'after', subject: 'after', user_handle: 'after' }] })
  await store.close()
}

test('a backup is made while the service runs, for its owner alone, in folders that were not there', async () => {
  await put(await open(), { patient: [{}] })
  const verified: string[] = []
  await backUp(data, copy, async (file) => {
    verified.push(file)
    expect(existsSync(copy), 'before it gets its name').toBe(false)
  })
  expect(verified).toEqual([`${copy}.part`])
  expect(readdirSync(join(copy, '..'))).toEqual(['erabu.db'])
  expect((statSync(copy).mode & 0o777).toString(8)).toBe('600')
  expect(readFileSync(copy)[18], 'one file, without a log').toBe(1)
})

test('a backup replaces no other, and only the remains of one that was interrupted', async () => {
  await put(await open(), { patient: [{}] })
  await backUp(data, copy, trust)
  const bytes = readFileSync(copy)
  await expect(backUp(data, copy, trust)).rejects.toThrow(`${copy} is there already`)
  expect(readFileSync(copy).equals(bytes)).toBe(true)
  rmSync(copy)
  writeFileSync(`${copy}.part`, 'half of a backup')
  await backUp(data, copy, trust)
  expect(readdirSync(join(copy, '..'))).toEqual(['erabu.db'])
})

test('a backup that is not verified gets no name', async () => {
  await open()
  await expect(backUp(data, copy, () => Promise.reject(new Error('was changed')))).rejects.toThrow(
    'was changed',
  )
  expect(existsSync(copy)).toBe(false)
})

test('a restore puts the backup in place, in a new epoch, and keeps what was there', async () => {
  await backedUp()
  for (const note of ['erabu.head', 'erabu.trail']) writeFileSync(join(data, note), '{"a":9}')
  for (const log of ['-wal', '-shm']) writeFileSync(sqliteFile(data) + log, '')
  const verified: string[] = []
  const kept = await restore(data, copy, NEXT, async (file) => void verified.push(file))
  expect(kept).toBe(`${sqliteFile(data)}.replaced-7`)
  expect(verified).toEqual([join(data, 'restoring', 'erabu.db')])
  const names = readdirSync(data)
  expect(names).not.toContain('restoring')
  expect(names.filter((name) => /^erabu\.(head|trail)$/.test(name))).toEqual([])
  expect(names).toContain('erabu.db.replaced-7-wal')
  expect(names).toContain('erabu.db.replaced-7-shm')
  expect(await contentOf()).toEqual({ people: ['before'], epoch: { id: 'next', began_at: 7 } })
  const former = join(root, 'former')
  expect(existsSync(kept ?? '')).toBe(true)
  await restore(former, kept ?? '', NEXT, trust)
  expect((await contentOf(former)).people.sort()).toEqual(['after', 'before'])
})

test('a second restore keeps what the first has kept', async () => {
  await backedUp()
  await restore(data, copy, NEXT, trust)
  await restore(data, copy, { id: 'after', at: 8 }, trust)
  expect(readdirSync(data).filter((name) => name.startsWith('erabu.db.'))).toEqual([
    'erabu.db.replaced-7',
    'erabu.db.replaced-8',
  ])
})

test('a restore where nothing was keeps nothing', async () => {
  await backedUp()
  const fresh = join(root, 'fresh')
  expect(await restore(fresh, copy, NEXT, trust)).toBeNull()
  expect((await contentOf(fresh)).people).toEqual(['before'])
  expect((statSync(fresh).mode & 0o777).toString(8)).toBe('700')
})

test.for<[title: string, error: RegExp, wrong: () => void, verify: () => Promise<void>]>([
  [
    'is damaged',
    /erabu\.db is damaged: /,
    () => damage(copy),
    async () => expect.fail('verified although it is damaged'),
  ],
  ['is not verified', /was changed/, () => {}, () => Promise.reject(new Error('was changed'))],
  ['is not there', /ENOENT/, () => rmSync(copy), trust],
])(
  'a backup that %s is not put in place, and the store stays open to the next',
  async ([, error, wrong, verify]) => {
    await backedUp()
    wrong()
    await expect(restore(data, copy, NEXT, verify)).rejects.toThrow(error)
    const { people, epoch } = await contentOf()
    expect([people.sort(), epoch]).toEqual([['after', 'before'], null])
  },
)

test('a damaged store is not backed up', async () => {
  await backedUp()
  damage(sqliteFile(data))
  const other = join(root, 'other.db')
  await expect(backUp(data, other, trust)).rejects.toThrow(/other\.db\.part is damaged: /)
  expect(existsSync(other)).toBe(false)
})

test('a store that a process has open is neither replaced nor begun anew', async () => {
  await backedUp()
  await open()
  await expect(restore(data, copy, NEXT, trust)).rejects.toThrow(StoreError)
  await expect(restoreInPlace(data, NEXT)).rejects.toThrow(StoreError)
  expect(existsSync(`${sqliteFile(data)}.replaced-7`)).toBe(false)
})

test('what an interrupted restore left is not used', async () => {
  await backedUp()
  const left = join(data, 'restoring')
  await contentOf(left)
  writeFileSync(join(left, 'erabu.db'), 'half of a store')
  await restore(data, copy, NEXT, trust)
  expect((await contentOf()).people).toEqual(['before'])
})

test('an epoch begins in the store as it is, whose files are kept beside it', async () => {
  await backedUp()
  for (const note of ['erabu.head', 'erabu.trail', 'old-erabu.db', 'erabu.db.replaced-1'])
    writeFileSync(join(data, note), '{"a":9}')
  const before = readFileSync(sqliteFile(data))
  const kept = await restoreInPlace(data, NEXT)
  expect(kept).toBe(`${sqliteFile(data)}.before-7`)
  expect(readFileSync(join(kept, 'erabu.db')).equals(before)).toBe(true)
  expect(readdirSync(kept).filter((name) => !/^erabu\.db(-wal)?$/.test(name))).toEqual([])
  expect((statSync(kept).mode & 0o777).toString(8)).toBe('700')
  const { people, epoch } = await contentOf()
  expect([people.sort(), epoch]).toEqual([['after', 'before'], { id: 'next', began_at: 7 }])
})
