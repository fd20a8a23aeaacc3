import { type Language, languages } from '../../text/language.ts'
import { TEXT_SIZES, type TextSize } from '../../text/text-size.ts'

/** Settings of screen, sound and safe mode. They are in memory only, so that the next person finds the standard. */
export type View = {
  language: Language
  size: TextSize
  inverted: boolean
  speaking: boolean
  muted: boolean
  /** The person has chosen safe mode in this visit. It is turned on once they are known. */
  hides: boolean
}

export const STANDARD: View = {
  language: 'ja',
  size: 'standard',
  inverted: false,
  speaking: false,
  muted: false,
  hides: false,
}

const flag = (value: boolean) => (value ? '1' : '0')

/** Packs the settings into a few characters for the way to the portal and back: `en_1_0_1_0_0`. */
export const packView = ({ language, size, inverted, speaking, muted, hides }: View): string =>
  [language, TEXT_SIZES.indexOf(size), flag(inverted), flag(speaking), flag(muted), flag(hides)].join('_')

export function unpackView(text: string | null): View {
  const [language, size, inverted, speaking, muted, hides] = text?.split('_') ?? []
  return {
    language: languages.find((known) => known === language) ?? STANDARD.language,
    size: TEXT_SIZES[Number(size)] ?? STANDARD.size,
    inverted: inverted === '1',
    speaking: speaking === '1',
    muted: muted === '1',
    hides: hides === '1',
  }
}
