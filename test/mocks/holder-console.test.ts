import { describe, expect, vi } from 'vitest'
import { ordinary, PEOPLE } from '../support/people.ts'
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

  test('counts what it reported of stopped rows and of uses, and names nobody there', async ({ world }) => {
    const console = startConsole(world)
    const counts = async (language?: string) =>
      /<dl class="reports">(.*?)<\/dl>/s.exec(await console.page(language))?.[1]
    expect(await counts()).toMatch(/止めた結果の報告<\/dt><dd>まだありません/)
    expect(await console.page()).not.toContain('わざと使い続ける')
    await stopped(world, console)
    await vi.waitFor(() => expect(console.status().outcomes).toEqual({ applied: 1 }), 5000)
    expect(await counts()).toContain('止まった 1件')
    expect(await counts('en')).toContain('stopped: 1')
    expect(await console.page()).toContain('止めた記録を、わざと使い続ける')

    await console.answer({ use: { database: DATABASE, stopped: true } })
    expect(console.status().uses).toMatchObject({
      goes_on: true,
      last: { known: 2, wrong: 1, after_stop: 0 },
    })
    expect(await counts()).toContain('うち、止めたのに使った記録 1件（停止の期限より後 0件）')
    expect(await counts()).not.toMatch(/模擬|ordinary/)
    expect(await console.page()).toMatch(/停止の期限は、届け出の翌日です.*使い続けるのをやめる/s)
    await console.answer({ use: { database: DATABASE, stopped: false } })
    expect(console.status().uses).toMatchObject({ goes_on: false, last: { known: 1, wrong: 0 } })
    expect(await counts()).not.toContain('うち、')
  })

  test('goes on after a pause although some of its people can never be sealed', async ({ world }) => {
    const console = startConsole(world, 'assumed', [ordinary(0), ordinary(1), PEOPLE.withoutBranch])
    await vi.waitFor(() => expect(console.states()).toHaveLength(2))
    expect(await console.control({ pause: DATABASE })).toBe(204)
    expect(await console.control({ resume: DATABASE })).toBe(204)
    await stopped(world, console)
    expect(console.status().fault).toBeNull()
  })
})
