// @vitest-environment happy-dom
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OutcomeCode } from '../../../api/contract/outcomes.ts'
import type { DatabaseView, LinkageView } from '../../../api/contract/patient.ts'
import { Answer } from '../../../web/features/databases/Answer.tsx'
import { DatabaseRow } from '../../../web/features/databases/DatabaseRow.tsx'
import { languages } from '../../../web/text/language.ts'
import { KINDS, kindOf, pictureOf, type Subject } from '../../../web/ui/linkage/picture.ts'
import { standingOf } from '../../../web/ui/linkage/standing.ts'
import { messagesOf } from '../../support/words.ts'
import { database, linkage, progress } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

type Step = { choice: 'stop' | 'allow'; told: number; late: boolean; code: OutcomeCode | null }

/** A linkage after a random history: decisions, each told to the database, received, and applied or not. */
const history = fc
  .record({
    born: fc.constantFrom<LinkageView['state']>('usable', 'waiting', 'stopped'),
    steps: fc.array(
      fc.record<Step>({
        choice: fc.constantFrom('stop', 'allow'),
        told: fc.integer({ min: 0, max: 3 }),
        late: fc.boolean(),
        code: fc.constantFrom(null, ...OutcomeCode.options),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ born, steps }): Partial<LinkageView> => {
    const last = steps.at(-1)
    if (!last) return { state: born }
    const at = '2026-11-24T01:30:00Z'
    return {
      outcome: last.choice === 'stop' && last.code ? { code: last.code, reason: 'law', at } : null,
      state: last.choice === 'stop' ? 'stopped' : 'usable',
      progress: progress({
        published_at: last.told > 0 ? at : null,
        received_at: last.told > 1 ? at : null,
        applied_at: last.told > 2 ? at : null,
        late: last.told < 3 && last.late,
      }),
    }
  })

const databases = fc
  .array(
    fc.record({ stoppable: fc.boolean(), linkages: fc.array(history, { minLength: 1, maxLength: 3 }) }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ stoppable, linkages }, index) =>
      database({ id: `d${index}`, stoppable, linkages: linkages.map(linkage) }),
    ),
  )

/** Written once more, from the rows: which of them a headline of this subject may be about. */
const isAbout: Record<Subject, (one: DatabaseView) => boolean> = {
  stopped: ({ linkages }) =>
    linkages.every((one) => ['stopped', 'missing'].includes(standingOf(one))) &&
    linkages.some((one) => standingOf(one) === 'stopped'),
  registered: ({ linkages }) =>
    linkages.every((one) => ['stopped', 'registered', 'missing'].includes(standingOf(one))) &&
    linkages.some((one) => standingOf(one) === 'registered'),
  moving: ({ linkages }) =>
    linkages.some((one) => ['recorded', 'delivered', 'late'].includes(standingOf(one))),
  used: ({ linkages }) =>
    linkages.some((one) => ['usable', 'limited', 'unstopped'].includes(standingOf(one))) &&
    linkages.every((one) => !['recorded', 'delivered', 'late'].includes(standingOf(one))),
  missing: ({ linkages }) => linkages.every((one) => standingOf(one) === 'missing'),
  later: ({ linkages }) =>
    linkages.some((one) => standingOf(one) === 'waiting') &&
    linkages.every((one) => ['waiting', 'stopped', 'registered', 'missing'].includes(standingOf(one))),
}

describe('the answer of P4', () => {
  test('counts what the rows below it say, in 30 random histories', { timeout: 120_000 }, async () => {
    const histories = fc.sample(databases, { numRuns: 30, seed: 5 })
    const seen = new Set<string>()
    for (const [index, all] of histories.entries()) {
      const language = languages[index % languages.length] ?? 'ja'
      const t = messagesOf[language]
      const page = await render(
        <>
          <Answer databases={all} decided={{ standing: null }} />
          {all.map((one) => (
            <DatabaseRow key={one.id} database={one} />
          ))}
        </>,
        language,
      )
      const rows = [...page.querySelectorAll('.row-kind')].map(heard)
      const headline = heard(page.querySelector('#answer'))
      const said = (Object.keys(isAbout) as Subject[]).find((subject) => all.some(isAbout[subject]))
      seen.add(said ?? 'nobody')
      expect(headline).toBe(
        said ? t.status.headlines[said](all.filter(isAbout[said]).length, all.length) : t.status.nobody,
      )
      const legend = [...page.querySelectorAll('.legend li')].map(heard)
      expect(legend).toEqual(
        KINDS.map((kind) => [kind, rows.filter((row) => row === t.status.kinds[kind]).length] as const)
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => `${t.status.count(count)} ${t.status.kinds[kind]}`),
      )
      expect(page.querySelectorAll('.strip span')).toHaveLength(all.length)
    }
    expect(seen.size).toBeGreaterThan(3)
  })

  test('says stopped only of databases whose holder applied every stop', () => {
    fc.assert(
      fc.property(databases, (all) => {
        for (const one of all)
          if (kindOf(one) === 'stopped')
            expect(
              one.linkages.every(
                ({ state, progress: at, outcome }) =>
                  state === 'stopped' &&
                  (at ? at.applied_at : outcome) &&
                  ['applied', 'not-found', undefined].includes(outcome?.code),
              ),
            ).toBe(true)
        const { total, counts } = pictureOf(all)
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total)
      }),
    )
  })

  test('names what was decided later and differently', async () => {
    const stopped = { state: 'stopped', progress: progress({ applied_at: '2026-11-24T01:30:00Z' }) } as const
    const page = await render(
      <Answer
        databases={[
          database({ id: 'a', name: { ja: '甲', en: 'A' }, linkages: [linkage(stopped)] }),
          database({ id: 'b', name: { ja: '乙', en: 'B' }, linkages: [linkage()] }),
          database({ id: 'd', linkages: [linkage({ purpose: 'industry' })] }),
          database({ id: 'c', name: { ja: '丙', en: 'C' }, stoppable: false, linkages: [linkage()] }),
        ]}
        decided={{
          standing: { choice: 'stop', since: '2026-11-24T01:00:00Z' },
          standing_purposes: [{ purpose: 'industry', choice: 'allow', since: '2026-11-25T01:00:00Z' }],
        }}
      />,
    )
    expect(page.textContent).toContain(messagesOf.ja.status.exceptions('乙'))
    expect(page.textContent).toContain('企業の研究開発：認める')
  })

  test('does not call a decision about one database none', async () => {
    const stopped = { state: 'stopped', progress: progress({ applied_at: '2026-11-24T01:30:00Z' }) } as const
    const page = await render(
      <Answer databases={[database({ linkages: [linkage(stopped)] })]} decided={{ standing: null }} />,
    )
    expect(page.textContent).toContain(messagesOf.ja.databases.standingNone)
    expect(page.textContent).not.toContain(messagesOf.ja.status.decision)
  })
})
