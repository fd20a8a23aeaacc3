// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { Notice } from '../../../web/ui/Notice.tsx'
import { Page } from '../../../web/ui/Page.tsx'
import { render } from './support/render.tsx'

test('the first page leaves the focus to the browser, every later one moves it to its heading', async () => {
  await render(<Page title="一">…</Page>)
  expect(document.activeElement).toBe(document.body)
  const page = await render(<Page title="二">…</Page>)
  expect(document.activeElement).toBe(page.querySelector('h1'))
})

test('the document is named after the page, with an error first', async () => {
  await render(<Page title="えらぶ画面">…</Page>)
  expect(document.title).toBe('えらぶ画面 | えらぶ')
  await render(
    <Page title="Choose" failed>
      …
    </Page>,
    'en',
  )
  expect(document.title).toBe('Error: Choose | Erabu')
})

test('what appears by itself leaves the focus at the heading, and what follows a tap takes it', async () => {
  const notice = <Notice kind="error" title="二" takesFocus />
  const page = await render(<Page title="一">…</Page>)
  const before = await render(notice)
  expect(document.activeElement).toBe(page.querySelector('h1'))
  before.querySelector('h2')?.click()
  const after = await render(notice)
  expect(document.activeElement).toBe(after.querySelector('.notice'))
})
