import { describe, expect, test, vi } from 'vitest'
import { notificationIn, openNews } from '../../../../web/worker/notification.ts'

const windowAt = (url: string) => ({ url, focus: vi.fn(async () => {}) })
const windows = (...open: ReturnType<typeof windowAt>[]) => ({
  matchAll: async () => open,
  openWindow: vi.fn(async () => {}),
})

describe('a notification', () => {
  test.each([
    ['ja-JP', 'ja', 'お知らせがあります'],
    ['ja', 'ja', 'お知らせがあります'],
    ['en-GB', 'en', 'There is news'],
    ['pt-BR', 'en', 'There is news'],
  ])('in a browser in %s is in %s', (language, lang, title) => {
    expect(notificationIn(language)).toMatchObject({ title, options: { lang, tag: 'news' } })
  })

  test('names no state and nothing that it is about', () => {
    for (const language of ['ja', 'en']) {
      expect(JSON.stringify(notificationIn(language))).not.toMatch(
        /止|利用|記録|データ|遅|stop|use|record|database|late/i,
      )
    }
  })

  test('opens P16 when it is tapped', async () => {
    const none = windows()
    await openNews(none)
    expect(none.openWindow).toHaveBeenCalledWith('/messages')
  })

  test('shows the window that has P16, and leaves one in the middle of a decision alone', async () => {
    const [messages, choosing] = [
      windowAt('https://a.example/messages'),
      windowAt('https://a.example/choose'),
    ]
    const both = windows(choosing, messages)
    await openNews(both)
    expect(messages.focus).toHaveBeenCalled()
    expect(both.openWindow).not.toHaveBeenCalled()
    const one = windows(choosing)
    await openNews(one)
    expect(choosing.focus).not.toHaveBeenCalled()
    expect(one.openWindow).toHaveBeenCalledWith('/messages')
  })
})
