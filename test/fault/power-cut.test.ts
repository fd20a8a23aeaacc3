import { copyFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Launch, startApiProcess } from '../support/api-process.ts'
import { readStored } from '../support/check/stored.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, send } from './support/in-flight.ts'
import { straceTest } from './support/needs.ts'
import { early, readTrace, syncedLength, traceFlags } from './support/trace.ts'

const DECISIONS = 50
const PEOPLE = 5

/**
 * Makes decisions under strace, then cuts the power: of the log only what an fsync had confirmed is left, and the
 * database file was not written yet.
 */
async function cutPower(flags: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-power-'))
  const trace = join(folder, 'trace')
  const launch: Launch = { under: ['strace', ...traceFlags(trace)], flags }
  const api = await startApiProcess({ ERABU_LOG: 'warn', ERABU_TICK_MS: '3600000' }, launch)
  try {
    const patients = await enrolPeople(api, PEOPLE)
    const ledger = createLedger()
    for (let sent = 0; sent < DECISIONS; sent += PEOPLE) {
      const some = await prepare(patients, PEOPLE, sent)
      // One at a time: a request that only claims its key need not wait for the disk, and would disturb the trace.
      for (const one of some) await send(one)
      ledger.note(some)
    }
    await api.kill()
    const file = join(api.data, 'erabu.db')
    const steps = readTrace(trace, `${file}-wal`)
    copyFileSync(file, join(folder, 'erabu.db'))
    copyFileSync(`${file}-wal`, join(folder, 'erabu.db-wal'))
    truncateSync(join(folder, 'erabu.db-wal'), syncedLength(steps))
    const stored = await readStored({ data: folder }).catch(() => null)
    const left = stored?.decision ? receiptsOf(stored) : new Map<string, string>()
    return { acknowledged: ledger.size(), early: early(steps), lost: ledger.lost(left) }
  } finally {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

straceTest(
  `no 201 leaves before the log is on the disk, and a power cut loses none of ${DECISIONS}`,
  async () => {
    expect(await cutPower()).toEqual({ acknowledged: DECISIONS, early: 0, lost: 0 })
  },
)

straceTest('with synchronous=NORMAL the same loses them: the method can detect it', async () => {
  const normal = join(import.meta.dirname, 'support/synchronous-normal.ts')
  const { acknowledged, early, lost } = await cutPower(['--import', normal])
  expect(acknowledged).toBe(DECISIONS)
  expect(early).toBeGreaterThan(0)
  expect(lost).toBeGreaterThan(0)
})
