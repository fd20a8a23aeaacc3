import postcss from 'postcss'
import { type Branch, isTooNew, mdn, partsOf } from './support.ts'

const { properties = {}, selectors = {}, types = {}, 'at-rules': atRules = {} } = mdn.css

/** Functions of values by name, wherever in the data they stand: `light-dark`, `linear-gradient`. */
const functions = new Map<string, Branch>(
  partsOf(types).flatMap(([name, part]) => [...partsOf(part), [name, part] as [string, Branch]]),
)

const FROM = /\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)\(\s*from\s/

/** What a built style sheet uses that one of the oldest supported browsers lacks. @returns one name for each, sorted. */
export function newInStyle(text: string): string[] {
  const found = new Set<string>()
  const see = (name: string, branch: Branch | undefined) => {
    if (branch && isTooNew(branch)) found.add(name)
  }
  const root = postcss.parse(text)
  root.walkAtRules(({ name, params }) => {
    see(`@${name}`, atRules[name])
    for (const [, feature = ''] of params.matchAll(/\(\s*([\w-]+)/g))
      see(`@${name} (${feature})`, atRules[name]?.[feature])
  })
  root.walkRules(({ selector, parent }) => {
    if (parent?.type === 'rule') see('nesting', selectors.nesting)
    for (const [, name = ''] of selector.matchAll(/::?([a-z][\w-]*)/g)) see(`:${name}`, selectors[name])
  })
  root.walkDecls(({ prop, value }) => {
    const property = prop.startsWith('--') ? undefined : properties[prop]
    see(prop, property)
    const words = value.replace(/--[\w-]+|"[^"]*"|url\([^)]*\)/g, '')
    for (const [, word = '', call] of words.matchAll(/([a-z][\w-]*)(\(?)/g)) {
      see(`${prop}: ${word}`, property?.[word])
      if (call) see(`${word}()`, functions.get(word))
    }
    if (FROM.test(value)) see('relative colours', types.color?.rgb?.relative_syntax)
  })
  return [...found].sort()
}
