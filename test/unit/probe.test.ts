import { expect, test, vi } from 'vitest'
import { createProbe } from '../../api/store/engine/probe.ts'

test('a probe of a store that does not answer ends in time, and the next ones do not pile up behind it', async () => {
  vi.useFakeTimers()
  try {
    let begun = 0
    let finish = () => {}
    const probe = createProbe(() => {
      begun += 1
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    const outcomes = [probe(), probe()].map((one) =>
      one.then(
        () => 'written',
        () => 'late',
      ),
    )
    await vi.advanceTimersByTimeAsync(2000)
    expect(await Promise.all(outcomes)).toEqual(['late', 'late'])
    const third = probe()
    expect(begun).toBe(1)
    finish()
    await third
    void probe()
    expect(begun).toBe(2)
    finish()
  } finally {
    vi.useRealTimers()
  }
})
