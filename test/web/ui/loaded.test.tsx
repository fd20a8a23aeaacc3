// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { Loaded } from '../../../web/ui/Loaded.tsx'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

const { shell } = messagesOf.ja
const asOf = new Date('2026-11-24T01:00:00Z')

test('a copy from the device is dated', async () => {
  const page = await render(
    <Loaded value={{ status: 'ready', value: '内容', asOf, from: 'device' }}>
      {(value) => <p>{value}</p>}
    </Loaded>,
  )
  expect(page.textContent).toBe(`${messagesOf.ja.shell.asOf('令和8年（2026年）11月24日 午前10時00分')}内容`)
})

test('a fresh answer is not dated', async () => {
  const page = await render(
    <Loaded value={{ status: 'ready', value: '内容', asOf, from: 'server' }}>
      {(value) => <p>{value}</p>}
    </Loaded>,
  )
  expect(page.textContent).toBe('内容')
})

test('waiting is shown in words', async () => {
  const page = await render(<Loaded value={{ status: 'loading' }}>{() => null}</Loaded>)
  expect(page.querySelector('[role=status]')?.textContent).toBe(shell.waiting)
})

test('a failure offers another try', async () => {
  const onRetry = vi.fn()
  const page = await render(
    <Loaded value={{ status: 'failed', failure: { code: 'unavailable' } }} onRetry={onRetry}>
      {() => null}
    </Loaded>,
  )
  await tapText(page, shell.retry)
  expect(onRetry).toHaveBeenCalledOnce()
})
