// @vitest-environment happy-dom
import { act } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { Help } from '../../../web/features/help/Help.tsx'
import { QUESTIONS } from '../../../web/features/help/questions.ts'
import { languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/http/desks.ts', () => ({ useDesks: () => [] }))

const { help } = messagesOf.ja
const open = (page: HTMLElement) => [...page.querySelectorAll('details[open]')].map(({ id }) => id)

test('every question has its answer and an anchor', async () => {
  expect([...QUESTIONS].sort()).toEqual(Object.keys(help.questions).sort())
  const page = await render(<Help />)
  for (const id of QUESTIONS) {
    const found = page.querySelector(`details#${id}`)
    expect(found?.querySelector('summary')?.textContent).toBe(help.questions[id].question)
    for (const paragraph of help.questions[id].answer) expect(found?.textContent).toContain(paragraph)
  }
  expect(open(page)).toEqual([])
})

test('the question of the address is open and has the focus, and so has the next one', async () => {
  vi.spyOn(Element.prototype, 'scrollIntoView')
  history.replaceState(null, '', '/help#card')
  const page = await render(<Help />)
  expect(open(page)).toEqual(['card'])
  expect(document.activeElement).toBe(page.querySelector('#card summary'))
  expect(Element.prototype.scrollIntoView).toHaveBeenCalledOnce()

  await act(async () => {
    history.replaceState(null, '', '/help#phone')
    window.dispatchEvent(new Event('hashchange'))
  })
  expect(open(page)).toEqual(['card', 'phone'])
  expect(document.activeElement).toBe(page.querySelector('#phone summary'))
})

test('an anchor that is none of the questions opens nothing', async () => {
  history.replaceState(null, '', '/help#nothing')
  expect(open(await render(<Help />))).toEqual([])
})

test('the phone number can be called, and is said once to be made up', async () => {
  const page = await render(<Help />)
  const link = page.querySelector('#phone a')
  expect(link?.getAttribute('href')).toBe('tel:0120000000')
  expect(link?.textContent).toBe('0120-000-000')
  expect(page.textContent.match(/模擬/g)).toHaveLength(1)
  expect(page.querySelector('#phone')?.textContent).toContain('午前9時から午後5時')
})

describe.each(languages)('the words of states in %s', (language) => {
  test('are those of the screen that shows them', () => {
    const { databases, help } = messagesOf[language]
    const { stopped, recorded, delivered, late } = databases.standings
    const text = help.questions.stopped.answer.join(' ')
    for (const state of [stopped, recorded, delivered, late]) expect(text).toMatch(quoted(state))
  })
})

const quoted = (word: string) => new RegExp(`[「“]${word}[」”]`)
