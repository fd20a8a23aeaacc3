import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { openSqlite } from '../../api/store/engine/sqlite.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import type { Store } from '../../api/store/store.ts'
import { test as worldTest } from '../support/world-test.ts'

let folder: string
let broken: string[]
const file = () => join(folder, 'erabu.db')
const open = () => openSqlite(folder, (error) => void broken.push(error.message))
const readDecisions = (store: Store) => store.read((db) => db.selectFrom('decision').selectAll().execute())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'erabu-damage-'))
  broken = []
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The offset of a table's first page in the file, and the size of a page. */
function pageOf(table: string): { from: number; bytes: number } {
  const db = new DatabaseSync(file(), { readOnly: true })
  try {
    const row = db.prepare('select rootpage from sqlite_master where name = ?').get(table)
    const bytes = Number(db.prepare('pragma page_size').get()?.page_size)
    return { from: (Number(row?.rootpage) - 1) * bytes, bytes }
  } finally {
    db.close()
  }
}

function damageTable(table: string): void {
  const { from, bytes } = pageOf(table)
  const content = readFileSync(file())
  content.fill(255, from, from + bytes)
  writeFileSync(file(), content)
}

test('requests that need a damaged page are refused, nothing is written any more, and the operator is told', async () => {
  await (await open()).close()
  damageTable('decision')
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const store = await open()
  expect(store.damage?.()).toBeNull()
  await store.probe()
  for (let times = 0; times < 2; times++) await expect(readDecisions(store)).rejects.toThrow(StoreUnavailable)
  expect(store.damage?.()).toContain('malformed')
  await expect(store.probe()).rejects.toThrow(StoreUnavailable)
  expect(told.mock.calls).toEqual([
    [expect.stringMatching(/erabu\.db is damaged \(.*\): nothing is written any more\. Put a backup back/)],
  ])
  expect(broken, 'a new start would find the same').toEqual([])
  await store.close()
})

test('a start on a damaged database says what can be done', async () => {
  for (const damage of [() => damageTable('feed'), () => truncateSync(file(), pageOf('decision').from)]) {
    await (await open()).close()
    damage()
    await expect(open()).rejects.toThrow(/^The store in .* is damaged \(.*malformed\)\. Put a backup back/)
    for (const end of ['', '-wal', '-shm']) rmSync(file() + end, { force: true })
  }
})

test('a reader never waits for another program, because that would block everybody', async () => {
  const store = await open()
  await readDecisions(store)
  // Holds the index of the log like a program that rebuilds it.
  const index = `${file()}-shm`
  const words = `import fcntl, os, sys
fcntl.lockf(os.open('${index}', os.O_RDWR), fcntl.LOCK_EX, 3, 120)
print('locked', flush=True)
sys.stdin.read()`
  const other = spawn('python3', ['-c', words], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(other.stdout, 'data')
  writeSync(openSync(index, 'r+'), Buffer.alloc(96), 0, 96, 0)
  let others = 0
  const timer = setInterval(() => {
    others += 1
  }, 100)
  const began = performance.now()
  await expect(readDecisions(store)).rejects.toThrow(StoreUnavailable)
  while (others === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  // SQLite's own wait is five seconds, during which nothing else runs.
  expect(performance.now() - began).toBeLessThan(4000)
  clearInterval(timer)
  other.stdin.end()
  await once(other, 'exit')
  expect(await readDecisions(store)).toEqual([])
  expect(store.damage?.()).toBeNull()
  await store.close()
})

worldTest('a process that has found damage is not ready', async ({ world }) => {
  const publisher = createPublisher(world.deps)
  await publisher.tick()
  const store = { ...world.deps.store, damage: () => 'a page is malformed' }
  const answer = await createOpsApp({ ...world.deps, store }, publisher).request('/readyz')
  expect([answer.status, await answer.text()]).toEqual([
    503,
    'the store is damaged (a page is malformed): put a backup back',
  ])
})
