import { useText } from '../text/text.tsx'
import { LanguageButtons } from '../ui/LanguageButtons.tsx'

/** Chooses the language of the app. */
export function LanguageSwitch() {
  const { t, language, setLanguage } = useText()
  return (
    <fieldset className="languages">
      <legend className="hidden">{t.shell.language}</legend>
      <LanguageButtons current={language} onChoose={setLanguage} />
    </fieldset>
  )
}
