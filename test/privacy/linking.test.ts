import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/sources.ts'
import { type Figure, percent, QUOTED_IN, quotedIn, readFigures, table } from './figures.ts'
import { play } from './scenarios.ts'

const PRODUCTION = { min: 20, maxS: 3600, allowS: 172_800 }
const TICK_S = 5

/** The measurements at a thousand decisions a day. */
function atThousand(figures: Figure[]) {
  const found = (kind: Figure['kind'], maxS: number) => {
    const is = ({ rule, ...one }: Figure) =>
      one.kind === kind && one.perDay === 1000 && rule.maxS === maxS && rule.allowS !== 21_600
    const figure = figures.find(is)
    if (!figure) throw new Error(`no ${kind} was measured`)
    return figure.outcome
  }
  return { single: found('single', 3600), bare: found('single', 0), series: found('series', 3600) }
}

describe('two holders who have linked everybody', () => {
  it('can pair hardly anybody at a thousand decisions a day', async () => {
    const seen = await play({ kind: 'single', perDay: 1000, people: 300, rule: PRODUCTION, seed: 'short' })
    expect(seen.certain).toBeLessThanOrEqual(0.01)
    // Without the coin that lets a change sit out a round it would be 0.05.
    expect(seen.right).toBeLessThanOrEqual(0.045)
    expect(seen.longest_s).toBeLessThanOrEqual(PRODUCTION.maxS)
  }, 120_000)

  it('can pair hardly more of those who stop, allow and stop again within hours', async () => {
    const seen = await play({ kind: 'hours', perDay: 1000, people: 60, rule: PRODUCTION, seed: 'again' })
    expect(seen.certain).toBeLessThanOrEqual(0.04)
    expect(seen.right).toBeLessThanOrEqual(0.15)
    expect(seen.longest_s).toBeLessThanOrEqual(PRODUCTION.maxS)
  }, 240_000)

  it('are told of every stop in time by three publishers', async () => {
    const course = { kind: 'single', perDay: 5000, people: 150, rule: PRODUCTION, seed: 'three' } as const
    const { longest_s } = await play({ ...course, publishers: 3 })
    expect(longest_s).toBeGreaterThan(TICK_S)
    expect(longest_s).toBeLessThanOrEqual(PRODUCTION.maxS)
  }, 120_000)

  it('could pair nearly all if each decision were published at once', async () => {
    const rule = { min: 1, maxS: 0, allowS: 0 }
    const { certain, right } = await play({ kind: 'single', perDay: 50, people: 60, rule, seed: 'bare' })
    expect(certain).toBeGreaterThan(0.9)
    expect(right).toBeGreaterThan(0.95)
  }, 120_000)

  it('are mentioned in the README, which links to the figures', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
    expect(readme).toContain('[what two holders can find out](test/privacy/README.md)')
    const { single, bare, series } = atThousand(readFigures())
    const page = readFileSync(join(ROOT, 'test/privacy/README.md'), 'utf8')
    for (const { certain, right } of [single, bare, series])
      expect(page).toContain(`| ${percent(certain)} | ${percent(right)} |`)
  })

  it.each(QUOTED_IN)('are described in %s with the measured figures', (path) => {
    expect(quotedIn(path)).toContain(`\n${table(readFigures())}<!-- end -->`)
  })
})
