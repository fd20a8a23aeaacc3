import { useEffect, useState } from 'react'
import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { sha256 } from '../../data/decision/digest.ts'
import { decisionWords, type Named, nameOfDatabase } from '../../text/decision-words.ts'
import { catalogueText, type Language, languages, loadWords } from '../../text/language.ts'
import { withoutRuby } from '../../text/ruby.ts'

/**
 * The words on the screen when the decision was made. `unknown`: this version of the app no longer has them, or they
 * have numbers in place of names, which are looked for only where names are hidden. Elsewhere they would tell that
 * whoever decided was in safe mode.
 */
export type ShownWords = { language: Language; lines: string[] } | 'unknown' | 'loading'

type Decided = Pick<ReceiptPayload, 'choice' | 'scope' | 'text' | 'acting'>

/** Finds the language whose words for this decision have the signed hash. Similar words do not count. */
export async function shownWords(decided: Decided, databases: Named[]): Promise<ShownWords> {
  for (const language of languages) {
    const { messages } = await loadWords(language)
    const nameOf = nameOfDatabase(databases, (name) => catalogueText(language, name))
    const words = decisionWords(messages, decided, nameOf)
    if ((await sha256(withoutRuby(words))) === decided.text) return { language, lines: words.split('\n') }
  }
  return 'unknown'
}

export function useShownWords(decided: Decided, databases: Named[]): ShownWords {
  const [words, setWords] = useState<ShownWords>('loading')
  const key = JSON.stringify([decided.choice, decided.scope, decided.text, decided.acting])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what was decided
  useEffect(() => {
    let current = true
    shownWords(decided, databases).then(
      (found) => current && setWords(found),
      () => current && setWords('unknown'),
    )
    return () => {
      current = false
    }
  }, [key, databases])

  return words
}
