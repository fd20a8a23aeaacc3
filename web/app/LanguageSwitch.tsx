import { LANGUAGES, languages } from '../text/language.ts'
import { useText } from '../text/text.tsx'

/** Every language under its own name; the current one is marked. */
export function LanguageSwitch() {
  const { t, language, setLanguage } = useText()
  return (
    <fieldset className="languages">
      <legend className="hidden">{t.shell.language}</legend>
      {languages.map((code) => (
        <button
          key={code}
          type="button"
          lang={LANGUAGES[code].tag}
          aria-pressed={code === language}
          onClick={() => setLanguage(code)}
        >
          {LANGUAGES[code].name}
        </button>
      ))}
    </fieldset>
  )
}
