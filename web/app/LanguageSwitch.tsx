import { LANGUAGES, type Language } from '../text/language.ts'
import { useText } from '../text/text.tsx'

/** Every language under its own name; the current one is marked. */
export function LanguageSwitch() {
  const { t, language, setLanguage } = useText()
  return (
    <fieldset className="languages">
      <legend className="hidden">{t.shell.language}</legend>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language}
          onClick={() => setLanguage(code as Language)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
