// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useUsage } from '../../../web/data/patient/usage.ts'
import { DatabaseFacts } from '../../../web/features/databases/DatabaseFacts.tsx'
import { messagesOf } from '../../support/words.ts'
import { database, linkage } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/patient/usage.ts')

const d = messagesOf.ja.databases
const text = (ja: string) => ({ ja, en: ja })

beforeEach(() => {
  vi.mocked(useUsage).mockReturnValue({
    status: 'ready',
    value: null,
    asOf: new Date(),
    from: 'server',
    refresh: () => {},
  })
})

/** The answer below each question, by the question. */
async function answers(change: Partial<DatabaseView>): Promise<Record<string, string>> {
  const page = await render(<DatabaseFacts database={database(change)} />)
  return Object.fromEntries(
    [...page.querySelectorAll('section')].map((part) => {
      const question = part.querySelector('h2')?.textContent ?? ''
      return [question, part.textContent.slice(question.length)]
    }),
  )
}

describe('P5 answers', () => {
  test('what is in it, and what is not, in the words of the catalogue alone', async () => {
    const data = text('診療の記録です。氏名は入りません。')
    expect((await answers({ data }))[d.what]).toBe(data.ja)
    expect((await answers({}))[d.what]).toBe(d.whatUnknown)
  })

  test('who uses it: the purposes that are linked, and what the catalogue knows', async () => {
    const who = text('審査を受けた研究者です。')
    const both = (await answers({ who, purposes: ['research'] }))[d.who]
    expect(both).toBe(d.purposes.research + who.ja)
    expect((await answers({ purposes: [] }))[d.who]).toBe(d.whoUnknown)
  })

  test('what goes on after a stop, or that it is not established', async () => {
    const exceptions = text('連結された分は残ります。')
    expect((await answers({ exceptions }))[d.exceptions]).toBe(exceptions.ja)
    expect((await answers({}))[d.exceptions]).toBe(d.unconfirmed)
  })

  test('the state of a person’s own records first, and nothing of it where none are linked', async () => {
    expect(Object.keys(await answers({ linkages: [linkage()] }))[0]).toBe(d.yours)
    expect(Object.keys(await answers({}))).not.toContain(d.yours)
  })
})

describe('a legal fact', () => {
  test('from an unofficial source says so where it stands', async () => {
    const shown = await answers({ mark: 'T; stopping not established' })
    expect(shown[d.basis]).toContain(d.marks.third)
    expect(shown[d.canStop]).toContain(d.marks.third)
  })

  test('from an official source does not', async () => {
    const shown = await answers({ mark: 'S' })
    expect(shown[d.basis]).toBe('倫理指針')
    expect(shown[d.canStop]).not.toContain(d.marks.third)
    expect(shown[d.source]).toContain(d.marks.official)
  })
})
