// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { NewPasskeys } from '../../../web/app/NewPasskeys.tsx'
import { api } from '../../../web/data/http/api.ts'
import { refreshSession, type SessionState, useSession } from '../../../web/data/patient/session.ts'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/patient/session.ts')
vi.mock('../../../web/data/http/api.ts', () => ({ api: { changePasskey: vi.fn(async () => {}) } }))

const p = messagesOf.ja.passkeys

test('"I know" ends only the earliest of the shown news', async () => {
  const session = {
    new_passkeys: [{ id: 'thief', created_at: '2026-11-20T01:00:00Z' }],
    removed_passkeys: [{ id: 'mine', name: 'わたしの鍵', removed_at: '2026-11-20T02:00:00Z' }],
  }
  vi.mocked(useSession).mockReturnValue({ status: 'signed-in', session } as unknown as SessionState)
  vi.mocked(refreshSession).mockResolvedValue(undefined as never)
  const page = await render(<NewPasskeys />)
  expect(page.textContent).toMatch(new RegExp(`${p.newsTitle}.*${p.removedNewsTitle}`, 's'))
  expect([...page.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual([p.newsKnown])
  await tapText(page, p.newsKnown)
  expect(api.changePasskey).toHaveBeenCalledExactlyOnceWith('thief', { known: true })
})
