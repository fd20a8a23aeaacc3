// @vitest-environment happy-dom
import { act, type ReactNode } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { refreshPasskeys, usePasskeys } from '../../../web/data/patient/passkeys.ts'
import { useSession } from '../../../web/data/patient/session.ts'
import { useUsage } from '../../../web/data/patient/usage.ts'
import { UsedRecords } from '../../../web/features/databases/UsedRecords.tsx'
import { OlderPasskeys } from '../../../web/features/identity/OlderPasskeys.tsx'
import { PasskeyList } from '../../../web/features/settings/PasskeyList.tsx'
import { Page } from '../../../web/ui/Page.tsx'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/patient/passkeys.ts')
vi.mock('../../../web/data/patient/session.ts')
vi.mock('../../../web/data/patient/usage.ts')

const { failures, part: words } = messagesOf.ja
const failed = (code: 'unavailable' | 'unreadable' | 'offline') =>
  ({ status: 'failed', failure: { code } }) as const
const refreshUsage = vi.fn()

beforeEach(() => {
  vi.mocked(useSession).mockReturnValue({ status: 'loading' })
})

const PARTS: [string, () => ReactNode, typeof refreshUsage][] = [
  ['uses on P5', () => <UsedRecords database="demo-registry" cases={[]} />, refreshUsage],
  ['passkeys on P10', () => <PasskeyList />, vi.mocked(refreshPasskeys)],
  ['older passkeys on P2', () => <OlderPasskeys />, vi.mocked(refreshPasskeys)],
]

describe.each(PARTS)('a part of a screen that did not load: %s', (_, part, refresh) => {
  const show = async (code: Parameters<typeof failed>[0]) => {
    vi.mocked(useUsage).mockReturnValue({ ...failed(code), refresh: refreshUsage })
    vi.mocked(usePasskeys).mockReturnValue(failed(code))
    // The first page of a document leaves the focus alone.
    await render(<Page title="一">…</Page>)
    return render(<Page title="二">{part()}</Page>)
  }

  test('leaves the focus on the heading of the screen, and interrupts nobody', async () => {
    const page = await show('unavailable')
    expect(document.activeElement).toBe(page.querySelector('h1'))
    expect(page.querySelector('[role=alert]')).toBeNull()
    expect(document.title).not.toContain(messagesOf.ja.shell.errorTitle)
  })

  test.each(['unavailable', 'unreadable', 'offline'] as const)(
    'says after %s that it did not load, and nothing of a decision',
    async (code) => {
      const page = await show(code)
      expect(page.textContent).toContain(words.notLoaded)
      expect(page.textContent).not.toContain(failures.codes[code][0])
      expect(page.textContent).not.toMatch(/届け出/)
    },
  )

  test('is loaded again by its button, which keeps the focus in its place', async () => {
    const page = await show('unavailable')
    const button = [...page.querySelectorAll('button')].find(
      ({ textContent }) => textContent === words.reload,
    )
    await act(async () => button?.focus())
    await tapText(page, words.reload)
    expect(refresh).toHaveBeenCalled()
    expect(page.contains(document.activeElement)).toBe(true)
    expect(document.activeElement).not.toBe(page.querySelector('h1'))
  })
})
