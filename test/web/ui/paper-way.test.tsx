// @vitest-environment happy-dom
import { act, type ReactNode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { Desk, DesksAnswer } from '../../../api/contract/desk/staff.ts'
import { useDesks } from '../../../web/data/http/desks.ts'
import { Help } from '../../../web/features/help/Help.tsx'
import { Missing } from '../../../web/features/help/Missing.tsx'
import { Out } from '../../../web/kiosk/screens/Out.tsx'
import { PaperAtKiosk } from '../../../web/kiosk/screens/PaperAtKiosk.tsx'
import { KioskContext } from '../../../web/kiosk/visit/kiosk-context.ts'
import { type Language, languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { PaperWay } from '../../../web/ui/PaperWay.tsx'
import { DESKS } from '../../support/desks.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'
import { heard, render } from './support/render.tsx'

/** Answers `GET /api/desks` with these desks, or with no network. */
function answer(desks: Desk[] | 'offline') {
  vi.stubGlobal('fetch', async (path: string) => {
    expect(path).toBe('/api/desks')
    if (desks === 'offline') throw new TypeError('no network')
    return Response.json({ desks } satisfies DesksAnswer)
  })
}

/** The way on paper, with the desks that the page knows. */
const Way = () => <PaperWay desks={useDesks()} />

/** A part of the kiosk with its words. */
const atKiosk = (language: Language = 'ja', part: ReactNode = <PaperAtKiosk />) => (
  <KioskContext
    value={{ k: terminalWordsOf[language].kiosk, state: null, view: { speaking: false, language } } as never}
  >
    {part}
  </KioskContext>
)

async function shown(node: ReactNode, language: Language = 'ja') {
  const page = await render(node, language)
  await act(() => vi.dynamicImportSettled())
  return page
}

test('without a network nothing is claimed, before any answer was there', async () => {
  answer('offline')
  const page = await shown(<Way />)
  expect(heard(page)).toContain(messagesOf.ja.paper.unknown)
  expect(heard(page)).not.toContain(messagesOf.ja.paper.none)
  expect(heard(await shown(atKiosk()))).toBe('')
})

test('without a network the desks of the last answer are still named', async () => {
  answer(DESKS)
  await shown(atKiosk())
  answer('offline')
  expect(heard(await shown(atKiosk('ja', <Out reason="offline" />)))).toContain(DESKS[0]?.name.ja)
})

describe.each(languages)('the way on paper in %s', (language) => {
  const { paper } = messagesOf[language]

  test('is not there where no desk takes forms', async () => {
    answer([])
    const page = await shown(<Way />, language)
    expect(heard(page)).toBe(paper.none)
    expect(page.querySelector('a')).toBeNull()
    expect(heard(await shown(atKiosk(language), language))).toBe('')
  })

  test('says how and where one stops', async () => {
    answer(DESKS)
    const page = await shown(<Way />, language)
    const text = heard(page)
    for (const step of paper.steps) expect(text).toContain(step)
    for (const { name, address, hours } of DESKS)
      for (const words of [name, address, hours]) expect(text).toContain(words[language])
    expect(text).toContain(paper.phone('000-000-0001'))
    expect(page.querySelector('a')?.getAttribute('href')).toBe(`/forms?lang=${language}`)
    expect(text).not.toContain(paper.none)
  })

  test('leads out of no visit to a kiosk', async () => {
    answer(DESKS)
    const page = await shown(atKiosk(language), language)
    expect(heard(page)).toContain(
      withoutRuby(terminalWordsOf[language].kiosk.paperAt(`${location.host}/forms`)),
    )
    expect(heard(page)).toContain(DESKS[1]?.address[language])
    expect(page.querySelector('a')).toBeNull()
  })
})

test('whoever has no card reads it in the help and where records do not appear', async () => {
  answer(DESKS)
  const { steps } = messagesOf.ja.paper
  for (const screen of [<Help key="help" />, <Missing key="missing" />])
    expect(heard((await shown(screen)).querySelector('details#card'))).toContain(steps[1])
})
