// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest'
import { type Draft, scopeOf } from '../../../web/data/decision/draft.ts'
import { lastDraft } from '../../../web/data/device/tab-memory.ts'
import { ChooseForm } from '../../../web/features/decisions/ChooseForm.tsx'
import { type Language, languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { render, tap, tapText } from './support/render.tsx'

const databases = [database(), database({ id: 'demo-biobank', name: { ja: 'バイオバンク', en: 'Biobank' } })]

async function choosePage(query = '', language: Language = 'ja') {
  history.replaceState(null, '', `/choose${query}`)
  const onInvalid = vi.fn()
  const page = await render(<ChooseForm databases={databases} onInvalid={onInvalid} />, language)
  return { page, onInvalid }
}

const scopeIn = (draft: Draft | null) => draft && scopeOf(draft)

/** Returns an element's markup without words, ids and value, which have to differ. */
function shapeOf(element: Element | null): string {
  const copy = element?.cloneNode(true) as Element
  for (const ruby of copy.querySelectorAll('ruby')) ruby.replaceWith('…')
  copy.normalize()
  for (const part of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of ['id', 'value', 'aria-labelledby', 'aria-describedby']) part.removeAttribute(name)
    for (const node of part.childNodes) if (node.nodeType === Node.TEXT_NODE) node.textContent = '…'
  }
  return copy.outerHTML
}

describe('the choice between stop and allow', () => {
  test.each(languages)('is between two options that differ only in words (%s)', async (language) => {
    const { page } = await choosePage('', language)
    const [stop, allow, ...more] = page.querySelectorAll('label:has(input[name=choice])')
    expect(more).toEqual([])
    expect(shapeOf(stop ?? null)).toBe(shapeOf(allow ?? null))
  })

  test('begins with nothing chosen', async () => {
    const { page } = await choosePage()
    expect(page.querySelectorAll('input:checked')).toHaveLength(0)
  })

  test('stays open when a link has set the scope', async () => {
    const { page } = await choosePage('?database=demo-biobank')
    expect([...page.querySelectorAll<HTMLInputElement>('input:checked')].map((input) => input.name)).toEqual([
      'scope',
    ])
  })

  test.each(['stop', 'allow'])('takes as many taps to %s as to do the other', async (choice) => {
    const { page } = await choosePage('?scope=all')
    await tap(page, `input[value=${choice}]`)
    await tapText(page, messagesOf.ja.decisions.next)
    expect(location.pathname).toBe('/confirm')
  })

  test('has no disabled button and no text field', async () => {
    const { page } = await choosePage()
    expect(
      page.querySelectorAll(':disabled, [aria-disabled], [placeholder], input:not([type=radio])'),
    ).toHaveLength(0)
  })
})

describe('an unanswered question', () => {
  test('is named above the form, which takes the focus, and beside the question', async () => {
    const { page, onInvalid } = await choosePage()
    await tapText(page, messagesOf.ja.decisions.next)
    const { needScope, needChoice } = messagesOf.ja.decisions
    const summary = page.querySelector('[role=alert]')
    expect(document.activeElement).toBe(summary)
    expect([...(summary?.querySelectorAll('a') ?? [])].map((link) => link.textContent)).toEqual([
      needScope,
      needChoice,
    ])
    expect([...page.querySelectorAll('.field-error')].map((error) => error.textContent)).toEqual([
      needScope,
      needChoice,
    ])
    expect(onInvalid).toHaveBeenLastCalledWith(true)
    expect(location.pathname).toBe('/choose')
  })

  test('is no longer an error once answered, while the other one still is', async () => {
    const { page, onInvalid } = await choosePage()
    await tapText(page, messagesOf.ja.decisions.next)
    const errors = () => [...page.querySelectorAll('.field-error')].map((error) => error.textContent)
    await tap(page, 'input[value=database]')
    expect(errors()).toEqual([messagesOf.ja.decisions.needChoice])
    expect(onInvalid).toHaveBeenLastCalledWith(true)
    await tap(page, 'input[value=stop]')
    expect(errors()).toEqual([])
    expect(page.querySelector('[role=alert]')).toBeNull()
    expect(onInvalid).toHaveBeenLastCalledWith(false)
  })

  test('is reached through its line in the summary', async () => {
    const { page } = await choosePage('?scope=all')
    await tapText(page, messagesOf.ja.decisions.next)
    await tap(page, '[role=alert] a')
    expect((document.activeElement as HTMLInputElement).value).toBe('stop')
  })

  test('is followed by the next one: which database', async () => {
    const { page } = await choosePage()
    await tap(page, 'input[value=database]')
    await tap(page, 'input[value=allow]')
    await tapText(page, messagesOf.ja.decisions.next)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(messagesOf.ja.decisions.needDatabase)
  })
})

describe('a scope', () => {
  const scopes = (page: ParentNode) =>
    [...page.querySelectorAll('label:has(input[name=scope])')].map((label) =>
      [label, ...label.querySelectorAll('[class]')].map(({ className }) => className).join(' '),
    )

  test.each(languages)(
    'is one of four options of the same kind, none of them chosen (%s)',
    async (language) => {
      const { page } = await choosePage('', language)
      const found = scopes(page)
      expect(found).toHaveLength(4)
      // Only the last has no hint.
      expect(new Set(found.map((one) => one.replace(' radio-hint', ''))).size).toBe(1)
      expect(page.querySelectorAll('input:checked')).toHaveLength(0)
    },
  )

  test('of one purpose everywhere offers every purpose once, and none of them chosen', async () => {
    const { page } = await choosePage()
    await tap(page, 'input[value=everywhere]')
    const purposes = [...page.querySelectorAll<HTMLInputElement>('input[name=everywhere]')]
    expect(purposes.map(({ value, checked }) => [value, checked])).toEqual([
      ['research', false],
      ['industry', false],
    ])
    await tapText(page, messagesOf.ja.decisions.next)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(messagesOf.ja.decisions.needPurpose)
    await tap(page, 'input[name=everywhere][value=industry]')
    expect(scopeIn(lastDraft())).toEqual({ purpose: 'industry' })
  })

  test('of databases takes one or several, and unticked ones no longer', async () => {
    const { page } = await choosePage()
    await tap(page, 'input[value=database]')
    expect(page.querySelectorAll('input[type=checkbox]:checked')).toHaveLength(0)
    await tap(page, 'input[value=demo-registry]')
    expect(scopeIn(lastDraft())).toEqual({ database: 'demo-registry' })
    await tap(page, 'input[value=demo-biobank]')
    expect(scopeIn(lastDraft())).toEqual({ databases: ['demo-biobank', 'demo-registry'] })
    await tap(page, 'input[value=demo-registry]')
    expect(scopeIn(lastDraft())).toEqual({ database: 'demo-biobank' })
    await tap(page, 'input[value=demo-biobank]')
    expect(scopeIn(lastDraft())).toBeNull()
    await tapText(page, messagesOf.ja.decisions.next)
    await tap(page, '[role=alert] a')
    expect((document.activeElement as HTMLInputElement).type).toBe('checkbox')
  })

  test('of more databases than one decision can name is said before it is sent', async () => {
    history.replaceState(null, '', '/choose')
    const many = Array.from({ length: 51 }, (_, i) => database({ id: `d-${100 + i}` }))
    const page = await render(<ChooseForm databases={many} onInvalid={() => {}} />)
    await tap(page, 'input[value=database]')
    for (const { id } of many) await tap(page, `input[value=${id}]`)
    await tap(page, 'input[value=stop]')
    await tapText(page, messagesOf.ja.decisions.next)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(
      messagesOf.ja.decisions.tooManyDatabases(50),
    )
    expect(location.pathname).toBe('/choose')
    await tap(page, 'input[value=d-100]')
    await tapText(page, messagesOf.ja.decisions.next)
    expect(location.pathname).toBe('/confirm')
  })
})

describe('what was chosen', () => {
  test('is there after Back or a reload', async () => {
    const { page } = await choosePage('?scope=all')
    await tap(page, 'input[value=allow]')
    const { page: again } = await choosePage('?scope=all')
    expect(again.querySelector<HTMLInputElement>('input[value=allow]')?.checked).toBe(true)
  })

  test('is not carried over to another database', async () => {
    const { page } = await choosePage('?scope=all')
    await tap(page, 'input[value=allow]')
    const { page: other } = await choosePage('?database=demo-registry')
    expect(other.querySelector<HTMLInputElement>('input[value=allow]')?.checked).toBe(false)
  })

  test('is forgotten by あとで決める', async () => {
    const { page } = await choosePage('?scope=all')
    await tap(page, 'input[value=stop]')
    await tapText(page, messagesOf.ja.decisions.later)
    expect(lastDraft()).toBeNull()
    expect(location.pathname).toBe('/status')
  })

  test('becomes one purpose of one database', async () => {
    const { page } = await choosePage('?database=demo-biobank')
    await tap(page, 'input[value=purpose]')
    await tap(page, 'input[value="demo-biobank industry"]')
    expect(lastDraft()?.pair).toEqual({ database: 'demo-biobank', purpose: 'industry' })
  })
})
