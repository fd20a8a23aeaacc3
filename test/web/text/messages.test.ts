import { expect, test } from 'vitest'
import { languages } from '../../../web/text/language.ts'
import { readSources } from '../../support/sources.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'

/** Returns the paths of the messages, as `group.key`. Deeper ones are looked up by a value of the contract. */
const pathsIn = (messages: object): string[] =>
  Object.entries(messages).flatMap(([group, keys]) => Object.keys(keys).map((key) => `${group}.${key}`))

/** Returns the paths that are read through `t`, or through a local name such as `const d = t.decisions`. */
function pathsReadBy(text: string): string[] {
  const direct = [...text.matchAll(/\bt\.(\w+)\??\.(\w+)/g)].map(([, group, key]) => `${group}.${key}`)
  const aliases = [...text.matchAll(/\bconst (\w+) = t\.(\w+)\n/g)]
  const spread = [...text.matchAll(/\bconst \{([^}]+)\} = t\.(\w+)\n/g)]
  const typed = [...text.matchAll(/\(?(\w+): Messages\['(\w+)'\]\)?/g)]
  return [
    ...direct,
    ...[...aliases, ...typed].flatMap(([, name, group]) =>
      [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, key]) => `${group}.${key}`),
    ),
    ...spread.flatMap(([, names = '', group]) => names.split(',').map((name) => `${group}.${name.trim()}`)),
  ]
}

const emptyIn = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0

test('every message is shown somewhere', () => {
  const used = new Set(readSources(['web']).flatMap(({ text }) => pathsReadBy(text)))
  expect(pathsIn(messagesOf.ja).filter((path) => !used.has(path))).toEqual([])
})

/** Names under which screens read the words of parts that are loaded later. */
const TERMINAL = [
  ['kiosk', 'web/kiosk', 'k'],
  ['staff', 'web/kiosk/staff', 'words'],
  ['check', 'web/kiosk/check', 'words'],
  ['forms', 'web/kiosk/forms', 'words'],
] as const

test.each(TERMINAL)('every message of the %s is shown somewhere', (part, folder, name) => {
  const read = readSources([folder]).flatMap(({ text }) => [
    ...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g')),
  ])
  const used = new Set(read.map(([, key]) => key))
  expect(Object.keys(terminalWordsOf.ja[part]).filter((key) => !used.has(key))).toEqual([])
})

test.each(languages)('the language %s has the same number of items in every list', (language) => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
    return typeof value
  }
  expect(shape(messagesOf[language])).toEqual(shape(messagesOf.ja))
  expect(shape(terminalWordsOf[language])).toEqual(shape(terminalWordsOf.ja))
})

test('no message is empty', () => {
  for (const messages of [...Object.values(messagesOf), ...Object.values(terminalWordsOf)]) {
    const empty = Object.entries(messages).flatMap(([group, keys]) =>
      Object.entries(keys)
        .filter(([, value]) => emptyIn(value))
        .map(([key]) => `${group}.${key}`),
    )
    expect(empty).toEqual([])
  }
})
