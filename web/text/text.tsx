import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useState } from 'react'
import type { Bilingual } from '../../api/contract/facts.ts'
import { speakIn } from './foreign.ts'
import type { Format } from './format.ts'
import type { Messages } from './ja.ts'
import { catalogueText, type FirstWords, LANGUAGES, type Language } from './language.ts'
import { isLaterUsed, laterOf } from './later.ts'

export type Text = {
  /** Below `LaterWords`, every message. Outside of it only `FirstMessages` are there. */
  t: Messages
  /** Whether `t` has the words that are loaded later. */
  isWhole?: boolean
  language: Language
  format: Format
  /** Returns a text of the catalogue in the current language. */
  pick(text: Bilingual): string
  setLanguage(language: Language): void
}

export const TextContext = createContext<Text | null>(null)

/**
 * Provides the words of one language to everything inside, and sets `lang` of the document.
 * `remember` is called with a language that was chosen.
 */
export function TextProvider(props: {
  language: Language
  words: FirstWords
  remember?: (language: Language) => void
  children: ReactNode
}) {
  const [spoken, setSpoken] = useState({ language: props.language, words: props.words })
  const { language, words } = spoken
  // Before the screens below make their text.
  speakIn(language)
  const { remember } = props

  useLayoutEffect(() => {
    document.documentElement.lang = LANGUAGES[language].tag
    document.documentElement.dataset.language = language
  }, [language])

  const text = useMemo<Text>(
    () => ({
      t: words.messages as Messages,
      format: words.format,
      language,
      pick: (bilingual) => catalogueText(language, bilingual),
      setLanguage(next) {
        Promise.all([LANGUAGES[next].load(), isLaterUsed() && laterOf(next)]).then(([loaded]) => {
          remember?.(next)
          setSpoken({ language: next, words: loaded })
        }, stay)
      },
    }),
    [language, words, remember],
  )
  return <TextContext value={text}>{props.children}</TextContext>
}

/** Gives a screen that is loaded when it is opened the words that are loaded with it. */
export function LaterWords(props: { children?: ReactNode }) {
  const text = useText()
  const later = use(laterOf(text.language))
  const whole = useMemo<Text>(
    () => (text.isWhole ? text : { ...text, t: { ...text.t, ...later } }),
    [text, later],
  )
  return <TextContext value={whole}>{props.children}</TextContext>
}

/** If words cannot be loaded, as before the first load is complete, the page keeps its language. */
const stay = () => {}

/** Returns the words of the current language. Throws outside a TextProvider. */
export function useText(): Text {
  const text = use(TextContext)
  if (!text) throw new Error('useText needs a TextProvider')
  return text
}
