import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logDamage } from '../../api/store/disk/wal-check.ts'

const COMMITS = 12
const FRAME = 24 + 4096
const SECTOR = 512

const folder = mkdtempSync(join(tmpdir(), 'erabu-wal-'))
const database = join(folder, 'a.db')
let log: Buffer

/** A log with `COMMITS` commits of one to three frames, of a database that is still open. */
beforeAll(() => {
  const db = new DatabaseSync(database)
  db.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table a (n integer, pad text)')
  db.exec('pragma wal_checkpoint(truncate)')
  for (let n = 0; n < COMMITS; n++)
    db.prepare('insert into a values (?, ?)').run(n, 'x'.repeat((n % 3) * 3500))
  log = readFileSync(`${database}-wal`)
  copyFileSync(database, join(folder, 'copy.db'))
  db.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What SQLite reads with this log. */
function rowsWith(bytes: Buffer): number {
  const path = join(folder, 'read.db')
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  copyFileSync(join(folder, 'copy.db'), path)
  writeFileSync(`${path}-wal`, bytes)
  const db = new DatabaseSync(path)
  try {
    return (db.prepare('select count(*) as n from a').get() as { n: number }).n
  } finally {
    db.close()
  }
}

test('a whole log is not damaged', () => {
  expect(logDamage(log)).toBeNull()
  expect(rowsWith(log)).toBe(COMMITS)
  expect(logDamage(Buffer.alloc(0))).toBeNull()
})

test('one flipped bit anywhere is noticed, or loses nothing', () => {
  let seen = 0
  const flip = (at: number, bit: number) => {
    const bytes = Buffer.from(log)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
    if (logDamage(bytes) === null) expect(rowsWith(bytes), `bit ${bit} of byte ${at}`).toBe(COMMITS)
    else seen += 1
  }
  fc.assert(fc.property(fc.nat(log.length - 1), fc.nat(7), flip), { numRuns: 1500 })
  // The headers are small and rarely hit by chance, so each bit is flipped: of the file's, the first frame's and the
  // last one's.
  for (const from of [0, 32, log.length - FRAME])
    for (let at = from; at < from + 32; at++) for (let bit = 0; bit < 8; bit++) flip(at, bit)
  expect(seen).toBeGreaterThan(1500)
})

test('a torn end is no damage: cut off anywhere, or never written', () =>
  fc.assert(
    fc.property(fc.nat(log.length), fc.boolean(), (length, zeros) => {
      // A disk writes whole sectors. A frame that lacks only its last bit would look like a flipped bit.
      const written = zeros ? length - (length % SECTOR) : length
      const rest = zeros ? Buffer.alloc(log.length - written) : Buffer.alloc(0)
      expect(logDamage(Buffer.concat([log.subarray(0, written), rest]))).toBeNull()
    }),
    { numRuns: 500 },
  ))

test('the remains of a rolled-back transaction are no damage', () => {
  const path = join(folder, 'undone.db')
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table a (n integer, pad text)')
  db.exec('pragma cache_size = 2; begin')
  for (let n = 0; n < 40; n++) db.prepare('insert into a values (?, ?)').run(n, 'x'.repeat(3500))
  db.exec('rollback')
  const spilled = readFileSync(`${path}-wal`).length
  db.exec('insert into a values (1, null)')
  const bytes = readFileSync(`${path}-wal`)
  db.close()
  expect(bytes.length, 'frames of the undone transaction lie behind the end').toBe(spilled)
  expect(spilled).toBeGreaterThan(20 * FRAME)
  expect(logDamage(bytes)).toBeNull()
})
