// @vitest-environment happy-dom
import { act, Suspense, useState } from 'react'
import { expect, test } from 'vitest'
import { laterPart } from '../../../web/app/later.tsx'
import { render, tap } from './support/render.tsx'

test('a heading stays in sight and keeps the focus while a part of its screen is loaded', async () => {
  const module = Promise.withResolvers<{ Part(): string }>()
  const Part = laterPart(() => module.promise, 'Part')
  function Screen() {
    const [asked, setAsked] = useState(false)
    return (
      <>
        <h1 tabIndex={-1}>Heading</h1>
        <button type="button" onClick={() => setAsked(true)} />
        {asked && <Part />}
      </>
    )
  }
  const page = await render(
    <Suspense fallback="waiting">
      <Screen />
    </Suspense>,
  )
  const heading = page.querySelector('h1') as HTMLElement
  heading.focus()
  await tap(page, 'button')
  expect([heading.style.display, page.textContent]).toEqual(['', 'Heading'])
  await act(async () => module.resolve({ Part: () => ', and its part' }))
  expect(page.textContent).toBe('Heading, and its part')
  expect(document.activeElement).toBe(heading)
})
