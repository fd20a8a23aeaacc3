import { readFile, writeFile } from 'node:fs/promises'
import type { Choice } from '../../api/contract/patient.ts'
import type { Edition } from '../../api/domain/text.ts'
import { type Language, languages, loadWords } from './language.ts'
import { withoutRuby } from './ruby.ts'

const FILE = new URL('../../api/catalogue/texts.json', import.meta.url)

/** The words that the screens show today, in the form by which the api recognises a signed text. */
export async function presentWords(): Promise<Omit<Edition, 'since'>> {
  const entries = languages.map(async (language) => {
    const { decisions, databases } = (await loadWords(language)).messages
    const sentences = {
      stop: decisions.stopStatement('{scope}'),
      allow: decisions.allowStatement('{scope}'),
      everything: decisions.everything,
      database_purpose: decisions.databasePurpose('{name}', '{purpose}'),
      purpose_everywhere: decisions.purposeEverywhere('{purpose}'),
      several: decisions.several,
      purposes: databases.purposes,
      consequences: decisions.consequences,
      acting: {
        child: wordsFor(decisions.statementsFor.child),
        ward: wordsFor(decisions.statementsFor.ward),
        consequences: decisions.consequencesFor,
      },
    }
    const plain = JSON.parse(withoutRuby(JSON.stringify(sentences))) as Edition[Language]
    return [language, plain] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as Omit<Edition, 'since'>
}

const wordsFor = ({ stop, allow }: Record<Choice, (scope: string) => string>) => ({
  stop: stop('{scope}'),
  allow: allow('{scope}'),
})

/** Adds an edition if the words are new. Existing editions never change: decisions carry their hashes. */
export async function publish(today: string): Promise<'added' | 'unchanged'> {
  const { editions } = JSON.parse(await readFile(FILE, 'utf8')) as { editions: Edition[] }
  const present = await presentWords()
  const { since: _, ...last } = editions.at(-1) ?? { since: '' }
  if (JSON.stringify(last) === JSON.stringify(present)) return 'unchanged'
  const grown = { editions: [...editions, { since: today, ...present }] }
  await writeFile(FILE, `${JSON.stringify(grown, null, 2)}\n`)
  return 'added'
}

if (import.meta.main)
  console.log(
    `words of decisions: ${await publish(new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10))}`,
  )
