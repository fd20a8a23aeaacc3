// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { detectLanguage } from '../../../web/data/device/language-memory.ts'
import { ChooseForm } from '../../../web/features/decisions/ChooseForm.tsx'
import { placeOf } from '../../../web/features/decisions/step.ts'
import { Display } from '../../../web/features/settings/Display.tsx'
import { LANGUAGES, languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import { database } from '../ui/support/fixtures.ts'
import { heard, render, tap, tapText } from '../ui/support/render.tsx'

beforeEach(() => localStorage.clear())

const preferring = (...tags: string[]) => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(tags)
  return detectLanguage()
}

test('a first visit uses the browser’s first supported language', () => {
  expect(preferring('fr', 'en-US', 'ja')).toBe('en')
  expect(preferring('ja-JP', 'en')).toBe('ja')
  expect(preferring('fr')).toBe('ja')
})

test('easy Japanese is used only when a person chooses it', () => {
  expect(preferring('ja-easy', 'ja-JP')).toBe('ja')
})

test('a chosen language takes precedence over the browser', () => {
  localStorage.setItem('language', 'ja-easy')
  expect(preferring('en')).toBe('ja-easy')
})

test('every language is offered under its own name', async () => {
  const page = await render(<Display within="menu" />)
  const labels = [...page.querySelectorAll<HTMLElement>('fieldset:first-of-type .radio-label')]
  expect(labels.map(({ textContent, lang }) => [textContent, lang])).toEqual([
    ['日本語', 'ja'],
    ['やさしい日本語', 'ja'],
    ['English', 'en'],
  ])
})

test('switching in the middle of a choice keeps it and translates its errors', async () => {
  const page = await render(
    <>
      <Display within="menu" />
      <ChooseForm databases={[database()]} place={placeOf('')} onInvalid={() => {}} />
    </>,
  )
  await tap(page, 'input[value=database]')
  await tapText(page, messagesOf.ja.decisions.toChoice)
  for (const language of languages.toReversed()) {
    await tap(page, `input[value=${language}]`)
    await act(() => vi.waitUntil(() => document.documentElement.dataset.language === language))
    expect(heard(page.querySelector('[role=alert] a'))).toBe(messagesOf[language].decisions.needDatabase)
    expect(
      [...page.querySelectorAll<HTMLInputElement>('form input:checked')].map(({ value }) => value),
    ).toEqual(['database'])
    expect(document.documentElement.lang).toBe(LANGUAGES[language].tag)
    expect(localStorage.getItem('language')).toBe(language)
  }
})

test('a language that cannot be loaded leaves the page in its language', async () => {
  vi.spyOn(LANGUAGES.en, 'load').mockRejectedValue(new TypeError('offline'))
  const page = await render(<Display within="menu" />)
  await tap(page, 'input[value=en]')
  expect(document.documentElement.lang).toBe('ja')
  expect(localStorage.getItem('language')).toBeNull()
})
