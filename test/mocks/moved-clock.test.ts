import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { DAY } from '../support/clock.ts'
import { ROOT } from '../support/sources.ts'

/** A process that answers each line with its times and with the `Date` of an HTTP answer that it gave itself. */
const SCRIPT = `
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
class Later extends Date {}
const server = createServer((_, answer) => answer.end()).listen(0, '127.0.0.1')
for await (const _ of createInterface(process.stdin)) {
  const answer = await fetch('http://127.0.0.1:' + server.address().port)
  const read = [Date.now(), new Date().getTime(), new Later().getTime(), Date.parse(Date())]
  read.push(Date.parse(answer.headers.get('date')), new Date(5).getTime(), Number(new Date() instanceof Date))
  console.log(JSON.stringify(read))
}
process.exit()`

test('a process with a moved clock jumps ahead and back with its file, in its answers too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-clock-'))
  const file = join(folder, 'days')
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'mocks/start/moved-clock.ts'), '--input-type=module', '-e', SCRIPT],
    { env: { PATH: process.env.PATH, DEMO_CLOCK: file }, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  onTestFinished(async () => {
    child.stdin.end()
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true })
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  /** Days by which each time of the process is ahead of ours. */
  async function daysAhead(): Promise<number[]> {
    child.stdin.write('\n')
    const { value } = await lines.next()
    const [isDate, five, ...read] = (JSON.parse(value ?? '') as number[]).toReversed()
    expect([isDate, five]).toEqual([1, 5])
    return read.map((time) => Math.round((time - Date.now()) / DAY) || 0)
  }
  const all = (days: number) => Array(5).fill(days)

  expect(await daysAhead()).toEqual(all(0))
  for (const days of [2, 40, 1]) {
    writeFileSync(file, `${days}\n`)
    await expect.poll(daysAhead).toEqual(all(days))
  }
  writeFileSync(file, 'soon')
  expect(await daysAhead()).toEqual(all(1))
  rmSync(file)
  expect(await daysAhead()).toEqual(all(1))
})
