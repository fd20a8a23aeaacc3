// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { RemovedPasskey } from '../../../api/contract/patient.ts'
import { RemovedPasskeys } from '../../../web/features/settings/RemovedPasskeys.tsx'
import { messagesOf } from '../../support/words.ts'
import { passkey } from './support/fixtures.ts'
import { render } from './support/render.tsx'

const p = messagesOf.ja.passkeys
const show = (...removed: RemovedPasskey[]) =>
  render(
    <RemovedPasskeys
      answer={{
        rp_id: 'localhost',
        user: { id: 'handle', name: '' },
        passkeys: [passkey({ id: 'new', name: '新しい鍵' })],
        removed,
      }}
    />,
  )

test('a removed passkey is shown with its name, the time, and the passkey that removed it', async () => {
  const at = { created_at: '2026-03-01T00:00:00Z', removed_at: '2026-11-20T03:00:00Z' }
  const page = await show(
    { id: 'old', name: '前の鍵', ...at, by: 'new' },
    { id: 'older', name: null, ...at, by: 'old' },
  )
  const cards = [...page.querySelectorAll('article')].map((card) => card.textContent)
  expect(page.querySelector('h3')?.textContent).toBe(p.removedListTitle)
  expect(cards[0]).toMatch(/前の鍵.*11月20日.*新しい鍵/)
  expect(cards[1]).toMatch(/パスキー.*前の鍵/)
})

test('nothing is shown where nothing was removed', async () => {
  expect((await show()).textContent).toBe('')
})
