import { describe, expect, it } from 'vitest'
import { attack, type Knowledge } from './attack.ts'
import { components } from './components.ts'

const HOUR = 3_600_000
/** Pseudonyms seen at these times: the nearer the times, the likelier one person. */
const within = (window: number): Knowledge<number[]> => ({
  look: (times) => times.join(),
  first: ([time = 0]) => time,
  reach: window,
  fits: (x, y) => x.every((time, i) => Math.abs(time - (y[i] ?? 0)) <= window),
  likely: (x, y) => x.reduce((product, time, i) => product / (1000 + Math.abs(time - (y[i] ?? 0))), 1),
})
const of = (a: number[], b: number[], window = HOUR) =>
  attack(
    a.map((time) => [time]),
    b.map((time) => [time]),
    within(window),
  )

describe('two holders who pair what they see', () => {
  it('are certain of a unique pseudonym, and never wrongly certain', () => {
    const times = [0, 10, 20, 30].map((hours) => hours * HOUR)
    expect(of(times, times)).toEqual({ certain: 1, right: 1 })
  })

  it('can only guess among pseudonyms that look alike', () => {
    expect(of([5, 5, 5, 5], [9, 9, 9, 9])).toEqual({ certain: 0, right: 0.25 })
  })

  it('are certain where all other partners are taken', () => {
    // The first of b fits both of a, but the second of b fits only the second.
    expect(of([0, 1.5 * HOUR], [HOUR, 2.4 * HOUR]).certain).toBe(1)
    expect(of([0, HOUR], [HOUR, 0.5 * HOUR]).certain).toBe(0)
  })

  it('weigh all pairings: a partner taken by one is not available to another', () => {
    const { right } = of([0, 1000, 2000, 3000], [0, 1000, 2000, 3000], 10_000)
    expect(right).toBeGreaterThan(0.9)
  })

  it('know more of a person who is seen several times', () => {
    const a = [0, 5 * HOUR, 9 * HOUR].map((later) => [0, later])
    const pairs = attack(a, a, within(HOUR))
    expect(pairs).toEqual({ certain: 1, right: 1 })
  })
})

it('a graph falls into its cycles', () => {
  const sorted = components([[1], [2], [0, 3], [4], [], [5]]).map((nodes) => nodes.toSorted().join(''))
  expect(sorted.toSorted()).toEqual(['012', '3', '4', '5'])
})
