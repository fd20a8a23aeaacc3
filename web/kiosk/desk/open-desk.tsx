import { type ComponentType, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { LANGUAGES, type Language } from '../../text/language.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { LanguageButtons } from '../../ui/LanguageButtons.tsx'
import './desk.css'

type Loaders<Words> = Record<Language, () => Promise<Words>>
/** `onNews` puts a few words before the title, for a page in the background. '' removes them. */
type PageProps<Words> = { words: Words; onNews(news: string): void }

/** Shows a page for a clinic's people in the language that they choose. The choice is not stored. */
export async function openDesk<Words extends { title: string }>(
  loaders: Loaders<Words>,
  Page: ComponentType<PageProps<Words>>,
): Promise<void> {
  const holder = document.getElementById('root')
  if (!holder) throw new Error('the page has no #root')
  const first: Language = navigator.languages[0]?.startsWith('en') ? 'en' : 'ja'
  const words = await loaders[first]()
  createRoot(holder).render(<Desk first={{ language: first, words }} loaders={loaders} Page={Page} />)
}

function Desk<Words extends { title: string }>(props: {
  first: { language: Language; words: Words }
  loaders: Loaders<Words>
  Page: ComponentType<PageProps<Words>>
}) {
  const { loaders, Page } = props
  const [{ language, words }, setSpoken] = useState(props.first)
  const [news, setNews] = useState('')

  useEffect(() => {
    document.documentElement.lang = LANGUAGES[language].tag
    document.documentElement.dataset.language = language
    document.title = withoutRuby(`${news}${words.title} | えらぶ`)
  }, [language, words, news])

  const choose = (next: Language) =>
    loaders[next]().then(
      (loaded) => setSpoken({ language: next, words: loaded }),
      () => {},
    )

  return (
    <main className="main">
      <div className="page">
        <div className="languages">
          <LanguageButtons current={language} onChoose={choose} />
        </div>
        <Page words={words} onNews={setNews} />
      </div>
    </main>
  )
}
