import { LANGUAGES, type Language, languages } from '../text/language.ts'

/** A button for every language, under its own name. The current one is marked. */
export function LanguageButtons(props: { current: Language; onChoose(language: Language): void }) {
  return languages.map((language) => (
    <button
      key={language}
      type="button"
      lang={LANGUAGES[language].tag}
      aria-pressed={language === props.current}
      onClick={() => props.onChoose(language)}
    >
      {LANGUAGES[language].name}
    </button>
  ))
}
