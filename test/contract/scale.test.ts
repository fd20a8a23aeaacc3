import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { converge } from '../scale/converge.ts'
import { runScript } from '../scale/script.ts'
import { startWorld } from '../support/world.ts'

async function place() {
  const world = await startWorld({ embedded: true })
  const folder = mkdtempSync(join(tmpdir(), 'erabu-scale-'))
  onTestFinished(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { world, folder }
}

test('a holder that polls, one that slept and one that only reads lists reach the state of the api', async () => {
  const { world, folder } = await place()
  const course = { linkages: 2000, revocations: 108, ticks: 4, folder }
  const { revoked, ends, slept } = await converge(world, course, () => {})
  expect([revoked.revoked_count, slept]).toEqual([108, 54])
  expect(ends).toEqual({ api: revoked, polling: revoked, slept: revoked, cold: revoked })
})

test('the script in Python reaches the state of the api', { timeout: 180_000 }, async () => {
  const { world, folder } = await place()
  const ended = await runScript(world, { linkages: 3000, revocations: 1100, folder }, () => {})
  expect(ended).toEqual({ usable: [1900, 1900, 1899], agrees: true })
})
