// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { useSearch } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { type Draft, scopeOf } from '../../../web/data/decision/draft.ts'
import { forgetDraft, lastDraft } from '../../../web/data/device/tab-memory.ts'
import { ChooseForm } from '../../../web/features/decisions/ChooseForm.tsx'
import { placeOf } from '../../../web/features/decisions/step.ts'
import { type Language, languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { render, tap, tapText } from './support/render.tsx'

const databases = [database(), database({ id: 'demo-biobank', name: { ja: 'バイオバンク', en: 'Biobank' } })]

async function choosePage(query = '', language: Language = 'ja') {
  history.replaceState(null, '', `/choose${query}`)
  const onInvalid = vi.fn()
  const page = await render(<Form onInvalid={onInvalid} />, language)
  return { page, onInvalid }
}

/** The form at the address, as the page shows it. */
function Form(props: { databases?: DatabaseView[]; onInvalid?: (invalid: boolean) => void }) {
  const place = placeOf(useSearch())
  return (
    <ChooseForm
      key={place.step}
      databases={props.databases ?? databases}
      place={place}
      onInvalid={props.onInvalid ?? (() => {})}
    />
  )
}

const d = messagesOf.ja.decisions

beforeEach(() => forgetDraft())

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
    const { page } = await choosePage('?scope=all', language)
    const [stop, allow, ...more] = page.querySelectorAll('label:has(input[name=choice])')
    expect(more).toEqual([])
    expect(shapeOf(stop ?? null)).toBe(shapeOf(allow ?? null))
  })

  test.each([
    ['?scope=all', d.everything],
    ['?database=demo-biobank', 'バイオバンク'],
  ])('begins with nothing chosen, below the scope that the link %s has set', async (query, scope) => {
    const { page } = await choosePage(query)
    expect(page.querySelectorAll('input[name=choice]')).toHaveLength(2)
    expect(page.querySelectorAll('input:checked, input[name=scope]')).toHaveLength(0)
    expect(page.querySelector('.scope-line strong')?.textContent).toBe(scope)
  })

  test('is asked after the scope, on a page of its own', async () => {
    const { page } = await choosePage()
    expect(page.querySelectorAll('input[name=choice]')).toHaveLength(0)
    await tap(page, 'input[value=all]')
    await tapText(page, d.toChoice)
    expect(`${location.pathname}${location.search}`).toBe('/choose?step=choice')
    expect(page.querySelectorAll('input[name=scope]')).toHaveLength(0)
    expect(page.querySelectorAll('input[name=choice]')).toHaveLength(2)
  })

  test('leads back to the scope, and keeps both answers', async () => {
    const { page } = await choosePage('?scope=all')
    await tap(page, 'input[value=allow]')
    await tapText(page, d.changeScope)
    expect(page.querySelector<HTMLInputElement>('input[name=scope]:checked')?.value).toBe('all')
    await tap(page, 'input[value=everywhere]')
    await tap(page, 'input[value=research]')
    await tapText(page, d.toChoice)
    expect(page.querySelector('.scope-line strong')?.textContent).toBe(
      d.purposeEverywhere(messagesOf.ja.databases.purposes.research),
    )
    expect(page.querySelector<HTMLInputElement>('input[name=choice]:checked')?.value).toBe('allow')
  })

  test('is not asked while nobody knows what it is about', async () => {
    const { page } = await choosePage('?step=choice')
    expect(page.querySelectorAll('input[name=scope]')).toHaveLength(4)
    expect(location.search).toBe('?step=scope')
    await choosePage('?database=unknown')
    expect(location.search).toBe('?database=unknown&step=scope')
  })

  test.each(['stop', 'allow'])('takes as many taps to %s as to do the other', async (choice) => {
    const { page } = await choosePage('?scope=all')
    await tap(page, `input[value=${choice}]`)
    await tapText(page, d.next)
    expect(location.pathname).toBe('/confirm')
  })

  test('has no disabled button and no text field', async () => {
    for (const query of ['', '?scope=all']) {
      const { page } = await choosePage(query)
      expect(
        page.querySelectorAll(':disabled, [aria-disabled], [placeholder], input:not([type=radio])'),
      ).toHaveLength(0)
    }
  })
})

describe('an unanswered question', () => {
  test.each([
    ['', d.toChoice, d.needScope],
    ['?scope=all', d.next, d.needChoice],
  ])(
    'is named above the form, which takes the focus, and beside the question (%s)',
    async (query, next, need) => {
      const { page, onInvalid } = await choosePage(query)
      await tapText(page, next)
      const summary = page.querySelector('[role=alert]')
      expect(document.activeElement).toBe(summary)
      expect([...(summary?.querySelectorAll('a') ?? [])].map((link) => link.textContent)).toEqual([need])
      expect([...page.querySelectorAll('.field-error')].map((error) => error.textContent)).toEqual([need])
      expect(onInvalid).toHaveBeenLastCalledWith(true)
      expect(`${location.pathname}${location.search}`).toBe(`/choose${query}`)
    },
  )

  test('is no longer an error once answered', async () => {
    const { page, onInvalid } = await choosePage('?scope=all')
    await tapText(page, d.next)
    await tap(page, 'input[value=stop]')
    expect(page.querySelector('[role=alert], .field-error')).toBeNull()
    expect(onInvalid).toHaveBeenLastCalledWith(false)
  })

  test('is reached through its line in the summary', async () => {
    const { page } = await choosePage('?scope=all')
    await tapText(page, d.next)
    await tap(page, '[role=alert] a')
    expect((document.activeElement as HTMLInputElement).value).toBe('stop')
  })

  test('is followed by the next one: which database', async () => {
    const { page } = await choosePage()
    await tapText(page, d.toChoice)
    await tap(page, 'input[value=database]')
    expect(page.querySelector('[role=alert]')).toBeNull()
    await tapText(page, d.toChoice)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(d.needDatabase)
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
    await tapText(page, d.toChoice)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(d.needPurpose)
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
    await tapText(page, d.toChoice)
    await tap(page, '[role=alert] a')
    expect((document.activeElement as HTMLInputElement).type).toBe('checkbox')
  })

  test('of more databases than one decision can name is said before it is sent', async () => {
    history.replaceState(null, '', '/choose')
    const many = Array.from({ length: 51 }, (_, i) => database({ id: `d-${100 + i}` }))
    const page = await render(<Form databases={many} />)
    await tap(page, 'input[value=database]')
    for (const { id } of many) await tap(page, `input[value=${id}]`)
    await tapText(page, d.toChoice)
    expect(page.querySelector('[role=alert] li')?.textContent).toBe(d.tooManyDatabases(50))
    expect(location.search).toBe('')
    await tap(page, 'input[value=d-100]')
    await tapText(page, d.toChoice)
    expect(location.search).toBe('?step=choice')
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
    await tapText(page, d.later)
    expect(lastDraft()).toBeNull()
    expect(location.pathname).toBe('/status')
  })

  test('becomes one purpose of one database', async () => {
    const { page } = await choosePage('?database=demo-biobank&step=scope')
    await tap(page, 'input[value=purpose]')
    await tap(page, 'input[value="demo-biobank industry"]')
    expect(lastDraft()?.pair).toEqual({ database: 'demo-biobank', purpose: 'industry' })
  })
})
