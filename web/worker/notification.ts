/** The notification of every push. Each language in which a browser may be; any other gets English. */
const WORDS = { ja: 'お知らせがあります', en: 'There is news' }

/** Where a tap leads. */
export const NEWS_PAGE = '/messages'

type Shown = { title: string; options: NotificationOptions & { renotify: boolean } }

/**
 * What a push shows. Anybody may see a locked screen, so it names no database and no state, and is the same for all
 * news. A new one takes the place of the one before.
 * @param language of the browser, a BCP 47 tag. A worker cannot read the choice that was made in the app.
 */
export function notificationIn(language: string): Shown {
  const lang = language.slice(0, 2) === 'ja' ? 'ja' : 'en'
  return { title: WORDS[lang], options: { lang, tag: 'news', renotify: true, icon: '/icon-192.png' } }
}

type Window = { readonly url: string; focus(): Promise<unknown> }
type Windows = {
  matchAll(options: { type: 'window' }): Promise<readonly Window[]>
  openWindow(path: string): Promise<unknown>
}

/** Shows P16. A window that shows something else keeps it: somebody may be in the middle of a decision. */
export async function openNews(windows: Windows): Promise<void> {
  const open = await windows.matchAll({ type: 'window' })
  const shown = open.find(({ url }) => new URL(url).pathname === NEWS_PAGE)
  await (shown ? shown.focus() : windows.openWindow(NEWS_PAGE))
}
