import type { Messages } from './ja.ts'
import type { Language } from './language.ts'

/** Fetches the messages of one language; the other is not loaded. */
export async function loadMessages(language: Language): Promise<Messages> {
  if (language === 'ja') return (await import('./ja.ts')).ja
  return (await import('./en.ts')).en
}
