import type { CheckMessages } from '../../web/text/ja/check.ts'
import type { FormsMessages } from '../../web/text/ja/forms.ts'
import type { KioskMessages } from '../../web/text/ja/kiosk.ts'
import type { StaffMessages } from '../../web/text/ja/staff.ts'
import { type Language, languages, loadWords, type Words } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'

const entries = await Promise.all(
  languages.map(async (language) => [language, await loadWords(language)] as const),
)

/** The words of each language, as its module has them. */
export const wordsOf = Object.fromEntries(entries) as Record<Language, Words>

/** The messages of each language without readings: the names of buttons, and what is spoken. */
export const messagesOf = Object.fromEntries(
  entries.map(([language, { messages }]) => [language, plain(messages)]),
) as Record<Language, Words['messages']>

/** Words that are loaded later: of the kiosk, and of the pages of a clinic's staff. */
const terminalEntries = await Promise.all(
  languages.map(async (language) => {
    const load = async (part: string) => (await import(`../../web/text/${language}/${part}.ts`))[part]
    const [kiosk, staff, check, forms] = await Promise.all(['kiosk', 'staff', 'check', 'forms'].map(load))
    return [language, { kiosk, staff, check, forms } as TerminalWords] as const
  }),
)
type TerminalWords = {
  kiosk: KioskMessages
  staff: StaffMessages
  check: CheckMessages
  forms: FormsMessages
}

export const terminalWordsOf = Object.fromEntries(terminalEntries) as Record<Language, TerminalWords>

/** Every text of a group of messages; gaps are filled with `gap`. */
export function textsIn(value: unknown, gap = ''): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return [value(gap, gap)]
  return value && typeof value === 'object'
    ? Object.values(value).flatMap((inner) => textsIn(inner, gap))
    : []
}

function plain<T>(value: T): T {
  if (typeof value === 'string') return withoutRuby(value) as T
  if (typeof value === 'function') return ((...gaps: unknown[]) => withoutRuby(value(...gaps))) as T
  if (Array.isArray(value)) return value.map(plain) as T
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, plain(inner)])) as T
}
