import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import type { Bilingual } from '../../api/contract/catalogue.ts'
import { createFormat, type Format } from './format.ts'
import type { Messages } from './ja.ts'
import { type Language, rememberLanguage } from './language.ts'
import { loadMessages } from './load.ts'

export type Text = {
  t: Messages
  language: Language
  format: Format
  /** The text of the catalogue in the current language. */
  pick(text: Bilingual): string
  setLanguage(language: Language): void
}

const TextContext = createContext<Text | null>(null)

/** Gives the words of one language to everything inside, and sets `lang` of the document. */
export function TextProvider(props: { language: Language; messages: Messages; children: ReactNode }) {
  const [spoken, setSpoken] = useState({ language: props.language, messages: props.messages })
  const { language, messages } = spoken

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const text = useMemo<Text>(
    () => ({
      t: messages,
      language,
      format: createFormat(language),
      pick: (bilingual) => bilingual[language],
      setLanguage(next) {
        rememberLanguage(next)
        void loadMessages(next).then((loaded) => setSpoken({ language: next, messages: loaded }))
      },
    }),
    [language, messages],
  )
  return <TextContext value={text}>{props.children}</TextContext>
}

/** The words of the current language. Throws outside a TextProvider. */
export function useText(): Text {
  const text = use(TextContext)
  if (!text) throw new Error('useText needs a TextProvider')
  return text
}
