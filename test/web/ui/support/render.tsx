import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach } from 'vitest'
import { rememberLanguage } from '../../../../web/data/device/language-memory.ts'
import type { Language } from '../../../../web/text/language.ts'
import { laterOf } from '../../../../web/text/later.ts'
import { LaterWords, TextProvider } from '../../../../web/text/text.tsx'
import { wordsOf } from '../../../support/words.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
const roots: Root[] = []

afterEach(async () => {
  await act(async () => {
    for (const root of roots.splice(0)) root.unmount()
  })
  document.body.replaceChildren()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
})

/** Renders a node in one language. Returns the element that holds it. */
export async function render(node: ReactNode, language: Language = 'ja'): Promise<HTMLElement> {
  const holder = document.body.appendChild(document.createElement('main'))
  const root = createRoot(holder)
  roots.push(root)
  await laterOf(language)
  await act(async () =>
    root.render(
      <TextProvider language={language} words={wordsOf[language]} remember={rememberLanguage}>
        <LaterWords>{node}</LaterWords>
      </TextProvider>,
    ),
  )
  return holder
}

/** Returns the text of an element as a screen reader says it, without readings. */
export function heard(element: Element | null): string {
  const copy = element?.cloneNode(true) as Element
  for (const reading of copy.querySelectorAll('[aria-hidden=true]')) reading.remove()
  return copy.textContent ?? ''
}

/** Taps the first matching element. */
export async function tap(within: HTMLElement, selector: string): Promise<void> {
  const target = within.querySelector<HTMLElement>(selector)
  if (!target) throw new Error(`nothing matches ${selector}`)
  await act(async () => target.click())
}

/** Taps the button or link with exactly this text. */
export async function tapText(within: HTMLElement, text: string): Promise<void> {
  const target = [...within.querySelectorAll<HTMLElement>('button, a')].find(
    (element) => element.textContent === text,
  )
  if (!target) throw new Error(`no button says ${text}`)
  await act(async () => target.click())
}

/** Replaces the text of a field, in a way that React notices. */
export async function type(within: HTMLElement, selector: string, text: string): Promise<void> {
  const field = within.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)
  if (!field) throw new Error(`nothing matches ${selector}`)
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value') ?? {}
  await act(async () => {
    set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
