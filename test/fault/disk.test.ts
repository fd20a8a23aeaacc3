import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { openSqlite } from '../../api/store/engine/sqlite.ts'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import { freePort } from '../support/ports.ts'
import { codeOf } from '../support/problem.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, send } from './support/in-flight.ts'
import { straceTest, tmpfsTest } from './support/needs.ts'

const QUIET = { ERABU_LOG: 'warn', ERABU_TICK_MS: '50' }

async function checkOf(api: { origin: string; data: string }) {
  const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
  return createCheck({ place: { data: api.data }, origin: api.origin, signingKey: keys[0] })
}

tmpfsTest('a full disk is reported, loses nothing acknowledged, and work continues with space', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'erabu-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk])
  try {
    const opsPort = await freePort()
    const api = await startApiProcess({ ...QUIET, ERABU_DATA: disk, ERABU_OPS_PORT: String(opsPort) })
    try {
      const patients = await enrolPeople(api, 4)
      const check = await checkOf(api)
      const ledger = createLedger()
      const before = await prepare(patients, 4, 0)
      const waiting = await prepare(patients, 4, 1)
      await Promise.all(before.map(send))
      ledger.note(before)
      expect(ledger.size()).toBe(4)

      fill(disk)
      const statuses = await Promise.all(waiting.map(send))
      expect(new Set(statuses), 'answers on a full disk').toEqual(new Set([507]))
      const refused = await fetch(`${api.origin}/api/sessions/options`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: api.origin },
        body: '{"device":"personal"}',
      })
      expect([refused.status, await codeOf(refused)]).toEqual([507, 'store-full'])
      expect(ledger.lost(receiptsOf(await check()))).toBe(0)

      // After a kill or an end, with the freed space filled up again: it starts, reads, and reports what is wrong.
      for (const end of [api.kill, api.end]) {
        await end()
        fill(disk)
        await api.start()
        // A start may have freed some space for itself.
        const ready = async () => {
          fill(disk)
          return (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).text()
        }
        await expect.poll(ready).toContain('not writable')
        expect((await patients[0]?.session())?.patient).not.toBeNull()
        expect((await patients[0]?.decisions())?.decisions).toHaveLength(1)
      }

      rmSync(join(disk, 'filler'))
      await expect.poll(async () => (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).text()).toBe('ready')
      const after = await prepare(patients, 4, 2)
      await Promise.all(after.map(send))
      ledger.note(after)
      expect(ledger.size()).toBe(8)
      expect(ledger.lost(receiptsOf(await check()))).toBe(0)
    } finally {
      await api.close()
    }
  } finally {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
})

tmpfsTest('an unwritable folder is reported in one sentence', async () => {
  const disk = mkdtempSync(join(tmpdir(), 'erabu-read-only-'))
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', disk])
  try {
    await (await openSqlite(disk)).close()
    execFileSync('mount', ['-o', 'remount,ro', disk])
    for (const folder of [disk, join(disk, 'new')])
      await expect(openSqlite(folder)).rejects.toThrow(
        new RegExp(`^The folder ${folder} cannot be written \\((EROFS|ENOENT).*ERABU_DATA`),
      )
  } finally {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
})

/** Leaves not one free block. */
function fill(disk: string): void {
  const block = Buffer.alloc(4096)
  expect(() => {
    for (;;) appendFileSync(join(disk, 'filler'), block)
  }).toThrow('ENOSPC')
}

straceTest(
  'a failed fsync ends the process before anything is acknowledged, and nothing is lost',
  async () => {
    const api = await startApiProcess(QUIET)
    try {
      const patients = await enrolPeople(api, 2)
      const check = await checkOf(api)
      const ledger = createLedger()
      const before = await prepare(patients, 2, 0)
      const during = await prepare(patients, 2, 1)
      await Promise.all(before.map(send))
      ledger.note(before)

      const inject = 'inject=fsync,fdatasync:error=EIO'
      const strace = spawn('strace', ['-f', '-qq', '-o', '/dev/null', '-e', inject, '-p', String(api.pid())])
      await sleep(500)
      const statuses = await Promise.all(during.map(send))
      expect(await api.ended(), 'exit code').toBe(1)
      expect(statuses).not.toContain(201)
      expect(api.output()).toContain('nothing more is acknowledged')
      if (strace.exitCode === null) await once(strace, 'exit')

      await api.start()
      expect(ledger.size()).toBe(2)
      expect(ledger.lost(receiptsOf(await check()))).toBe(0)
    } finally {
      await api.close()
    }
  },
)

straceTest('a failed fsync at a checkpoint ends the process, and nothing is lost', async () => {
  const api = await startApiProcess(QUIET)
  try {
    const patients = await enrolPeople(api, 1)
    const check = await checkOf(api)
    const ledger = createLedger()
    const sent = await prepare(patients, 1, 1)
    const only = ['-P', join(api.data ?? '', 'erabu.db'), '-e', 'inject=fsync,fdatasync:error=EIO']
    const strace = spawn('strace', ['-f', '-qq', '-o', '/dev/null', ...only, '-p', String(api.pid())])
    await sleep(500)
    await Promise.all(sent.map(send))
    ledger.note(sent)
    const ended = await Promise.race([api.ended(), sleep(60_000, 'still running')])
    expect(ended, 'exit code').toBe(1)
    expect(api.output()).toContain('nothing more is acknowledged')
    if (strace.exitCode === null) await once(strace, 'exit')

    await api.start()
    expect(ledger.lost(receiptsOf(await check()))).toBe(0)
  } finally {
    await api.close()
  }
})
