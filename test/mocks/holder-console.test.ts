import { describe, expect, vi } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, startConsole } from './console.ts'

/** The first resident stops, and the holder acts on it. */
async function stopped(world: World, { status }: ReturnType<typeof startConsole>): Promise<void> {
  await vi.waitFor(() => expect(status()).toMatchObject({ connected: true, match: true }))
  const patient = world.patient()
  await patient.enrol('ordinary-0')
  await patient.decide('stop', { database: DATABASE })
  await world.tick()
  await vi.waitFor(() => expect(status()).toMatchObject({ through: 1, match: true }))
}

describe("the holders' console", () => {
  test('says what the demonstration assumes for holders that may not use the resolver by law', async ({
    world,
  }) => {
    const assumed = startConsole(world)
    expect(await assumed.page()).toMatch(/模擬の想定.*履歴照会・回答システムを使えません/s)
    expect(await assumed.page('en')).toMatch(/Assumed for the demonstration.*may not use the resolver/s)
    expect(await startConsole(world, 'certified-producer').page()).not.toContain('模擬の想定')
  })

  test('shows that a forgotten revocation was noticed and healed', async ({ world }) => {
    const console = startConsole(world)
    await vi.waitFor(() => expect(console.states()).toHaveLength(2))
    expect(await console.control({ forget: { database: DATABASE } })).toBe(409)
    await stopped(world, console)
    expect(await console.page()).not.toContain('不一致')

    expect(await console.control({ forget: { database: DATABASE } })).toBe(204)
    await vi.waitFor(() => expect(console.status().healed_at).not.toBeNull())
    expect(console.status()).toMatchObject({ through: 1, match: true })
    expect(await console.page()).toMatch(/不一致 [\d:]+ → 一致 [\d:]+/)
    await vi.waitFor(
      () => expect(console.states()).toEqual(['ordinary-0 stopped', 'ordinary-1 usable']),
      5000,
    )
  })

  test('makes a share of the calls fail, and the holder still converges', async ({ world }) => {
    const console = startConsole(world)
    expect(await console.control({ faults: { database: DATABASE, rate: 1.5 } })).toBe(400)
    expect(await console.control({ faults: { database: 'nowhere', rate: 0.3 } })).toBe(404)
    expect(await console.control({ faults: { database: DATABASE, rate: 0.3 } })).toBe(204)
    expect(await console.page()).toContain('通信の30%')
    await vi.waitFor(() => expect(Object.keys(console.status().faults.happened)).not.toEqual([]), 10_000)
    expect(await console.control({ faults: { database: DATABASE, rate: 0 } })).toBe(204)
    await vi.waitFor(() => expect(console.states()).toHaveLength(2), 10_000)
    await stopped(world, console)
  })
})
