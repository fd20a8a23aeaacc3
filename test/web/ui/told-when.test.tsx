// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { ToldWhen } from '../../../web/features/done/ToldWhen.tsx'
import { languages } from '../../../web/text/language.ts'
import { LinkedDatabase } from '../../../web/ui/linkage/LinkedDatabase.tsx'
import { messagesOf } from '../../support/words.ts'
import { database, linkage, progress } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

const PRODUCTION = { stop_within_s: 3600, allow_within_s: 25_200 }
const DEMO = { stop_within_s: 1, allow_within_s: 2 }
const said = async (...[choice, publishing, language]: ['stop' | 'allow', typeof DEMO, 'ja' | 'en']) =>
  heard(await render(<ToldWhen choice={choice} publishing={publishing} />, language))

describe('the time by which databases are told', () => {
  test('is shown for stop and allow as the service says, with the reason', async () => {
    expect(await said('stop', PRODUCTION, 'ja')).toContain(
      '届け出から1時間以内に、ほかの方の届け出とまとめて',
    )
    expect(await said('allow', PRODUCTION, 'ja')).toContain('届け出から7時間以内に')
    expect(await said('stop', { ...PRODUCTION, stop_within_s: 5400 }, 'en')).toContain('within 90 minutes of')
    expect(await said('allow', PRODUCTION, 'en')).toContain('within 7 hours of')
  })

  test.each(languages)('is shown as "at once" where the service says so (%s)', async (language) => {
    for (const choice of ['stop', 'allow'] as const) {
      const page = await render(<ToldWhen choice={choice} publishing={DEMO} />, language)
      const { reachSoon } = messagesOf[language].decisions
      expect(heard(page)).toBe(reachSoon.replace(/《[^》]*》/g, ''))
    }
  })

  test('is not shown from an answer that an older version stored', async () => {
    const page = await render(<ToldWhen choice="stop" publishing={undefined} />)
    expect(page.textContent).toBe('')
  })
})

describe('a database that is not told yet', () => {
  const shown = async (change: Parameters<typeof progress>[0]) => {
    const stopped = linkage({ state: 'stopped', progress: progress(change) })
    return (
      await render(<LinkedDatabase database={database({ linkages: [stopped] })} now={new Date()} />, 'en')
    ).textContent
  }
  const by = 'The database is told by'

  test('is shown with the time by which it is told', async () => {
    expect(await shown({})).toContain(`${by} 24 November 2026 11:00 am`)
  })

  test('shows no time once it was told, where that takes only a moment, or where the time is unknown', async () => {
    expect(await shown({ published_at: '2026-11-24T01:20:00Z', publish_by: null })).not.toContain(by)
    expect(await shown({ publish_by: '2026-11-24T01:00:02Z' })).not.toContain(by)
    expect(await shown({ publish_by: null })).not.toContain(by)
  })
})
