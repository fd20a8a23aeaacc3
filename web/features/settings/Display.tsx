import { setTextSize, useTextSize } from '../../data/device/text-size.ts'
import { LANGUAGES, type Language, languages } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { TEXT_SIZES, type TextSize } from '../../text/text-size.ts'
import { Radios } from '../../ui/form/Radios.tsx'

/** Language and text size on this device. Both change at once. `within`: a page may show these fields twice. */
export function Display(props: { within: 'menu' | 'page' }) {
  const { t, language, setLanguage } = useText()
  const textSize = useTextSize()
  const s = t.settings
  return (
    <>
      <Radios<Language>
        name={`language-${props.within}`}
        legend={s.language}
        options={languages.map((value) => ({
          value,
          label: LANGUAGES[value].name,
          lang: LANGUAGES[value].tag,
        }))}
        value={language}
        onChange={setLanguage}
      />
      <Radios<TextSize>
        name={`text-size-${props.within}`}
        legend={s.textSize}
        options={TEXT_SIZES.map((value) => ({ value, label: s.textSizes[value] }))}
        value={textSize}
        onChange={setTextSize}
      />
    </>
  )
}
