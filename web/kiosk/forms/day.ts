import type { FormsMessages } from '../../text/ja/forms.ts'

const LOCALES = { ja: 'ja-JP-u-ca-japanese', 'ja-easy': 'ja-JP', en: 'en-GB' } as const

/**
 * The day of a time (RFC 3339), as it is in Japan: 令和8年11月30日, 2026年11月30日, 30 November 2026. The formats of
 * `web/text` would become a file of their own, which lengthens the list of the service worker.
 */
export const dayOf = (at: string, { catalogue }: Pick<FormsMessages, 'catalogue'>): string =>
  new Intl.DateTimeFormat(LOCALES[catalogue], { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(
    new Date(at),
  )
