// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { How } from '../../../web/features/help/How.tsx'
import { KEPT } from '../../../web/features/help/kept.ts'
import { keptAsCsv } from '../../../web/features/help/kept-file.ts'
import { languages } from '../../../web/text/language.ts'
import { saveAs } from '../../../web/ui/save-as.ts'
import { messagesOf, wordsOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/ui/save-as.ts')

const { how } = messagesOf.ja
const items = KEPT.flatMap((topic) => topic.items)

test('three pictures say nothing that the words beside them do not', async () => {
  const page = await render(<How />)
  const pictures = [...page.querySelectorAll('svg')]
  expect(pictures.map((picture) => picture.getAttribute('aria-hidden'))).toEqual(['true', 'true', 'true'])
  expect(pictures.map((picture) => picture.textContent)).toEqual(['', '', ''])
  const beside = pictures.map((picture) => picture.closest('section')?.textContent)
  expect(beside).toEqual([
    how.signTitle + how.sign.join(''),
    how.readTitle + how.read.join(''),
    how.checkTitle + how.check.join(''),
  ])
})

test('everything that is kept is on the page, and in words only once', async () => {
  const page = await render(<How />)
  for (const [item] of items) expect(page.textContent).toContain(how.items[item])
  for (const { topic } of KEPT) expect(page.textContent).toContain(how.topics[topic])
  expect(items.map(([item]) => item).sort()).toEqual(Object.keys(how.items).sort())
  expect(KEPT.map(({ topic }) => topic).sort()).toEqual(Object.keys(how.topics).sort())
})

test('the list is saved as a file, and that is said', async () => {
  const page = await render(<How />)
  await tapText(page, how.save)
  expect(page.querySelector('[role=status]')?.textContent).toBe(how.saved)
  const [file, name] = vi.mocked(saveAs).mock.calls[0] ?? []
  expect(name).toBe(how.fileName)
  expect(await file?.text()).toContain('"decision","evidence"')
})

test.each(languages)('the file has a line for each column, without readings (%s)', (language) => {
  const lines = keptAsCsv(wordsOf[language].messages.how).slice(1).split('\r\n')
  const columns = items.flatMap(([, columns]) => columns)
  expect(lines).toHaveLength(columns.length + 2)
  expect(lines.at(-1)).toBe('')
  expect(lines.slice(0, -1).filter((line) => !/^"[^"]+","[^"]+","[^"]+","[^"]+"$/.test(line))).toEqual([])
  expect(
    lines.slice(1, -1).map((line) =>
      line
        .match(/"(\w+)","(\w+)"$/)
        ?.slice(1)
        .join('.'),
    ),
  ).toEqual(columns)
  expect(lines.join()).not.toMatch(/[《》]/)
})
