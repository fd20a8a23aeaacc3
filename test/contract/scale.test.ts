import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { converge } from '../scale/converge.ts'
import { startWorld } from '../support/world.ts'

test('a holder that polls, one that slept and one that only reads lists end where the api is', async () => {
  const world = await startWorld({ embedded: true })
  const folder = mkdtempSync(join(tmpdir(), 'erabu-scale-'))
  onTestFinished(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const course = { linkages: 2000, revocations: 108, ticks: 4, folder }
  const { revoked, ends, slept } = await converge(world, course, () => {})
  expect([revoked.revoked_count, slept]).toEqual([108, 54])
  expect(ends).toEqual({ api: revoked, polling: revoked, slept: revoked, cold: revoked })
})
