// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Route } from 'wouter'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { Door } from '../../../api/contract/facts.ts'
import { useCatalogueEntry } from '../../../web/data/patient/catalogue.ts'
import { Doors } from '../../../web/features/databases/Doors.tsx'
import { Letter } from '../../../web/features/databases/Letter.tsx'
import type { Language } from '../../../web/text/language.ts'
import { factOf } from '../../support/catalogue.ts'
import { messagesOf } from '../../support/words.ts'
import { entry, text } from './support/fixtures.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/patient/catalogue.ts')

const l = messagesOf.ja.letter
const door = (change: Partial<Door> = {}): Door => ({
  kind: 'hospital',
  name: text('病院の窓口'),
  what: text('提供の停止'),
  ...change,
})
const basis = factOf({
  text: text('病院で、提供の停止を求められます。'),
  sources: [{ title: '病院の告知', publisher: '病院' }],
})
const registry = (...doors: Door[]) => entry({ doors }, { opt_out: basis })

afterEach(() => void vi.restoreAllMocks())
beforeEach(() => {
  history.replaceState(null, '', '/databases/demo-registry/letter?door=0')
})

async function open(of: PublicDatabase | null, language: Language = 'ja') {
  vi.mocked(useCatalogueEntry).mockReturnValue({
    status: 'ready',
    value: of,
    asOf: new Date(),
    from: 'server',
    refresh: () => {},
  })
  const page = await render(<Route path="/databases/:id/letter" component={Letter} />, language)
  return { page, paper: document.querySelector<HTMLElement>('body > .paper') }
}

describe('the letter', () => {
  test('says to whom it goes, what is asked, and the source that allows it', async () => {
    const { paper } = await open(registry(door()))
    for (const part of [
      l.to('病院の窓口'),
      `${l.ask}提供の停止`,
      basis.text.ja,
      '病院「病院の告知」',
      '11月22日に確認',
    ])
      expect(paper?.textContent).toContain(part)
  })

  test('has three blanks to fill in by hand, and no other', async () => {
    const { page, paper } = await open(registry(door()))
    const blanks = [...(paper?.querySelectorAll('.paper-blanks > div') ?? [])]
    expect(blanks.map((blank) => blank.textContent)).toEqual([l.day, l.name, l.signature])
    for (const place of [page, paper]) expect(place?.querySelector('input, textarea')).toBeNull()
  })

  test('says of hours, things to bring and silence only what a source says', async () => {
    const nothing = await open(registry(door()))
    const facts = nothing.paper?.querySelectorAll('.paper-facts:last-of-type dd') ?? []
    expect([...facts].map((fact) => fact.textContent)).toEqual([l.unknown, l.unknown, l.noAnswerUnknown])
    expect(nothing.page.textContent).toContain(l.noAnswerUnknown)
  })

  test('says what a source says of them', async () => {
    const no_answer = factOf({ text: text('理由を説明しなければなりません。') })
    const known = door({ hours: text('平日の午前'), bring: text('診察券'), no_answer })
    const { page, paper } = await open(registry(known))
    for (const place of [page, paper])
      for (const part of ['平日の午前', '診察券', '理由を説明しなければなりません。'])
        expect(place?.textContent).toContain(part)
    for (const unknown of [l.unknown, l.noAnswerUnknown]) expect(paper?.textContent).not.toContain(unknown)
  })

  test('is not called sent, and not a decision', async () => {
    const { page, paper } = await open(registry(door()))
    for (const place of [page, paper]) expect(place?.textContent).toContain(l.notSent)
  })

  test('in English asks in Japanese, too, because the staff read it', async () => {
    const what = { ...text('stopping'), ja: '提供の停止' }
    const { paper } = await open(registry(door({ what })), 'en')
    const asked = paper?.querySelector('.paper-statement')
    expect(asked?.textContent).toContain('I ask for the following:stopping')
    const japanese = [...(asked?.querySelectorAll('[lang=ja]') ?? [])].map((part) => part.textContent)
    expect(japanese.join('')).toContain('次のことを求めます。提供の停止')
  })

  test.each(['ja', 'ja-easy'] as const)('in %s asks once', async (language) => {
    const { paper } = await open(registry(door()), language)
    expect(paper?.querySelectorAll('.paper-statement p')).toHaveLength(2)
  })

  test('is printed by the button', async () => {
    const printed = vi.fn()
    vi.stubGlobal('print', printed)
    const { page } = await open(registry(door()))
    await tapText(page, l.print)
    expect(printed).toHaveBeenCalledOnce()
    vi.unstubAllGlobals()
  })
})

describe('of several doors', () => {
  const doors = [door(), door({ kind: 'post', name: text('事務局') })]

  test('each has its letter on P5', async () => {
    const page = await render(<Doors of={registry(...doors)} />)
    expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      '/databases/demo-registry/letter?door=0',
      '/databases/demo-registry/letter?door=1',
    ])
  })

  test('the address names one', async () => {
    history.replaceState(null, '', '/databases/demo-registry/letter?door=1')
    expect((await open(registry(...doors))).paper?.textContent).toContain(l.to('事務局'))
  })
})

describe('without a door', () => {
  test.each(['?door=0', '?door=1', '?door=x', '?door=-1', ''])(
    'there is no letter, whatever the address says: %s',
    async (search) => {
      history.replaceState(null, '', `/databases/demo-registry/letter${search}`)
      const { page, paper } = await open(registry())
      expect(page.textContent).toContain(l.noDoor)
      expect([paper, page.querySelector('button')]).toEqual([null, null])
    },
  )

  test('P5 lists none', async () => expect((await render(<Doors of={registry()} />)).textContent).toBe(''))

  test('a database that the catalogue does not know is not written about', async () => {
    const { page, paper } = await open(null)
    expect(page.textContent).toContain(messagesOf.ja.facts.missing)
    expect(paper).toBeNull()
  })
})
