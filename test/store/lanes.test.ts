import { expect } from 'vitest'
import { longestShare } from '../support/turns.ts'
import { startWorld } from '../support/world.ts'
import { test } from '../support/world-test.ts'

test('transactions of people go before long work, which still proceeds', async () => {
  const world = await startWorld({ embedded: true })
  try {
    const { store } = world.deps
    const order: string[] = []
    const spend = (ms: number) => {
      for (const end = performance.now() + ms; performance.now() < end; );
    }
    const long = (name: string) =>
      store.transact(
        async () => {
          spend(20)
          order.push(name)
        },
        { lane: 'later' },
      )
    const share = await longestShare(async () => {
      const uploads = Array.from({ length: 20 }, (_, i) => long(`upload ${i}`))
      await uploads[0]
      const decisions = Array.from({ length: 5 }, (_, i) =>
        store.transact(async () => order.push(`decision ${i}`)),
      )
      await Promise.all([...uploads, ...decisions])
    })
    expect(order).toHaveLength(25)
    const last = Math.max(...[0, 1, 2, 3, 4].map((i) => order.indexOf(`decision ${i}`)))
    expect(last).toBeLessThan(10)
    expect(order.filter((name) => name.startsWith('upload'))).toEqual(
      Array.from({ length: 20 }, (_, i) => `upload ${i}`),
    )
    expect(share).toBeLessThan(1 / 4)
  } finally {
    await world.close()
  }
})
